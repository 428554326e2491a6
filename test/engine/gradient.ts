import type { Gradients } from '../../src/engine/engine.ts';
import { logits, simulateInDouble } from '../../src/network/dynamics.ts';
import { moduleOfHead, type Network, type ParameterGroup } from '../../src/network/network.ts';
import { type NamedTensor, trainedTensors } from '../../src/network/tensors.ts';
import { type BatchOrigin, drawBits, drawInitialState } from '../../src/task/batch.ts';
import { labelsOf } from '../../src/task/label.ts';

export const ALL_GROUPS: readonly ParameterGroup[] = ['recurrent', 'feedforward', 'input', 'tau', 'readout'];

/** Logits of every head after the last bit of a batch, in float64, [heads][2, B]. */
export function lastLogits(network: Network, origin: BatchOrigin, B: number): Float64Array[] {
  const { size: M, modules, heads } = network;
  const bits = drawBits(origin, B);
  const initial = drawInitialState(origin, modules.length, M, B);
  const out: Float64Array[] = [];
  simulateInDouble(network, bits, B, initial, (m, activity) => {
    const last = activity.subarray(origin.length * M * B);
    heads.forEach((head, k) => {
      if (moduleOfHead(network, k) === m) out[k] = logits(head, last, M, B);
    });
  });
  return out;
}

/** The loss of an engine's session, from its definition, in float64. */
export function lossInDouble(network: Network, origin: BatchOrigin, B: number): number {
  const bits = drawBits(origin, B);
  const all = lastLogits(network, origin, B);
  const trained = network.architecture === 'modular' ? [network.heads.length - 1] : network.heads.map((_, k) => k);
  return trained.reduce((sum, k) => {
    const labels = labelsOf(bits, B, network.heads[k].N);
    const losses = Array.from({ length: B }, (_, b) => {
      const [even, odd] = [all[k][b], all[k][B + b]];
      return Math.log(Math.exp(even) + Math.exp(odd)) - (labels[b] ? odd : even);
    });
    return sum + losses.reduce((total, loss) => total + loss, 0) / B;
  }, 0);
}

/** Central differences of the loss by every trained value, on the float64 dynamics; the network is left as it was. */
export function finiteDifferences(network: Network, origin: BatchOrigin, B: number): Gradients {
  // Small enough that no neuron crosses the kink of its nonlinearity on the way, with nine digits of the difference left.
  const step = 2 ** -20;
  const derivative = ({ name, values }: NamedTensor, n: number) => {
    // No neuron drives itself: the diagonal is no parameter.
    if (name.endsWith('recurrent.weight') && n % (network.size + 1) === 0) return 0;
    const value = values[n];
    const at = (shifted: number) => {
      values[n] = shifted;
      return [lossInDouble(network, origin, B), values[n]];
    };
    const [above, upper] = at(value + step);
    const [below, lower] = at(value - step);
    values[n] = value;
    return (above - below) / (upper - lower);
  };
  return new Map(
    trainedTensors(network, ALL_GROUPS).map((tensor) => [
      tensor.name,
      tensor.values.map((_, n) => derivative(tensor, n)),
    ]),
  );
}

/** ||a - b|| / ||b||, the norm of b kept from vanishing by a small part of the whole gradient's. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>, whole = 0): number {
  let [difference, norm] = [0, 0];
  for (let n = 0; n < b.length; n++) {
    difference += (a[n] - b[n]) ** 2;
    norm += b[n] ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(norm), 1e-3 * whole, 1e-12);
}
