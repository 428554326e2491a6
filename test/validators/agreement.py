"""Runs an exported network on bits [T, S] and initial states [modules, S, M]: agreement.py onnx|torch PATH INPUT.json prints logits and state."""

import json
import sys

import numpy

kind, path, given = sys.argv[1:]
with open(given) as file:
    values = json.load(file)
bits, initial = (numpy.array(values[name], dtype=numpy.float32) for name in ("bits", "initial"))
if kind == "onnx":
    import onnx
    import onnxruntime

    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    logits, state = session.run(["logits", "state"], {"bits": bits, "initial": initial})
else:
    import torch

    sys.path.insert(0, path)
    from modular_growth import load

    with torch.no_grad():
        network = load(f"{path}/network.safetensors").double()
        logits, state = (value.numpy() for value in network(torch.tensor(bits), torch.tensor(initial)))
print(json.dumps({"logits": logits.tolist(), "state": state.tolist()}))
