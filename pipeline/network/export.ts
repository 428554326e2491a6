import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { usage } from '../../src/artifact/error.ts';
import { readText, writeAtomic } from '../../src/artifact/file.ts';
import { sha256 } from '../../src/artifact/hash.ts';
import { writeCheckpoint } from '../../src/network/checkpoint.ts';
import type { Leak } from '../../src/network/network.ts';
import { readSafetensors } from '../../src/network/safetensors.ts';
import { networkOfState } from '../../src/network/stateDict.ts';
import { oneOf, option, wholeNumber } from '../driver/commandLine.ts';
import { ROOT, shownPath, userPath } from '../driver/paths.ts';
import { cardOfNetwork } from './card.ts';
import { type Answer, LEAK, type NetworkCommand } from './command.ts';
import { onnxModel } from './export/onnx.ts';

const FORMS = ['onnx', 'pytorch'] as const;
type Form = (typeof FORMS)[number];
/** The class that reads an exported network in PyTorch. */
const CLASS = 'modular_growth.py';

/** `export`: a network in the form of another program. */
export const exportCommand: NetworkCommand<{ to: Form; out: string }> = {
  name: 'export',
  about: 'writes it for other programs: an ONNX model, or a PyTorch module with its weights',
  options: [
    option('--to <FORM>', FORMS.join(', '), oneOf('form', FORMS)).makeOptionMandatory(),
    option('--out <PATH>', 'the file of the ONNX model; the folder for PyTorch', userPath).makeOptionMandatory(),
  ],
  run({ network, metadata }, { to, out }) {
    const known = Object.entries({ ...metadata, format: null }).flatMap(([key, value]) =>
      value === null ? [] : [[key, String(value)]],
    );
    if (to === 'onnx') return written({ [out]: onnxModel(network, Object.fromEntries(known)) });
    if (existsSync(out) && !existsSync(join(out, CLASS)))
      throw usage(`${shownPath(out)} is there already: give --out a new folder.`);
    return written({
      [join(out, 'network.safetensors')]: writeCheckpoint(network, metadata),
      [join(out, CLASS)]: readFileSync(new URL(`./export/${CLASS}`, import.meta.url)),
      [join(out, 'README.md')]: Buffer.from(cardOfNetwork((path) => readText(join(ROOT, path)), metadata)),
    });
  },
};

/** `import`: a network of the authors' classes as a checkpoint that the other commands read. It opens its file itself. */
export const importCommand = {
  name: 'import',
  about:
    "writes a checkpoint of a PyTorch state_dict of the authors' classes RNN_Stack and RNN_Hierarchical, saved as float32 safetensors",
  options: [
    option('--out <FILE>', 'the checkpoint', userPath).makeOptionMandatory(),
    option('--first-n <N>', 'task of the first readout head', wholeNumber(2, 1_000_000)).default(2),
    LEAK,
  ],
  run(bytes: Uint8Array, { out, firstN, leak }: { out: string; firstN: number; leak?: Leak }): Answer {
    const { tensors } = readSafetensors(bytes);
    return written({ [out]: writeCheckpoint(networkOfState(tensors, { firstN, leak }), null) });
  },
};

function written(files: Record<string, Uint8Array>): Answer {
  const list = Object.entries(files).map(([path, bytes]) => {
    writeAtomic(path, bytes);
    return { path: shownPath(path), bytes: bytes.length, sha256: sha256(bytes) };
  });
  return {
    json: { files: list },
    text: list.map(({ path, bytes, sha256 }) => `${path}: ${bytes} bytes, SHA-256 ${sha256}`).join('\n'),
  };
}
