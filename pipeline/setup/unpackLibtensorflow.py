"""Takes the C library of TensorFlow and its headers out of a tensorflow-cpu wheel.

usage: unpackLibtensorflow.py WHEEL DEPS
Leaves DEPS/lib/*.so.2 and DEPS/include/{tensorflow,tsl,xla}/..., as @tensorflow/tfjs-node expects them in its folder deps/.
"""

import os
import shutil
import sys
import zipfile

LIBRARIES = ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2")
HEADERS = (
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tensorflow/core/platform/ctstring",
    "tensorflow/include/tsl/platform/ctstring",
    "tensorflow/include/xla/tsl/c/",
)


def main(wheel: str, deps: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            name = entry.filename
            if name in LIBRARIES:
                target = os.path.join(deps, "lib", os.path.basename(name))
            elif name.startswith(HEADERS) and name.endswith(".h"):
                target = os.path.join(deps, "include", name.removeprefix("tensorflow/include/"))
            else:
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with archive.open(entry) as source, open(target, "wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 22)


main(*sys.argv[1:])
