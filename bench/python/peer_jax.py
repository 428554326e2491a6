"""JAX, jit and lax.scan over time, states as [module, neuron, batch], one compilation per workload.

The frozen modules run side by side in one scan, the newest (or the core) in another that is differentiated. Of the forms
tried (weights joined; one module after the other over all steps; [batch, neuron]; unrolled; inputs multiplied before the
scan; weights not divided by tau) this one was the fastest at every size.
"""

import jax
import jax.numpy as jnp
from jax import lax

from exchange import Workload, serve

FIELDS = {
    "tau": "tau",
    "input.weight": "input_weight",
    "input.bias": "input_bias",
    "recurrent.weight": "recurrent",
    "recurrent.bias": "recurrent_bias",
    "feedforward.weight": "feedforward",
    "feedforward.bias": "feedforward_bias",
}


def module_of(tensors: dict, index: int) -> dict:
    """A module's parameters by name; vectors as columns [M, 1]."""
    values = {field: tensors.get(f"module.{index}.{name}") for name, field in FIELDS.items()}
    return {field: a.reshape(a.shape[0], -1) for field, a in values.items() if a is not None}


def leaky_relu(x):
    return jnp.maximum(x, 0.01 * x)


def scaled(module: dict) -> tuple:
    """1 - 1/tau, and weights and biases divided by tau (the leaky ReLU is positively homogeneous): fewer operations per step."""
    rate = 1 / jnp.maximum(module["tau"], 1)
    bias = module["input_bias"] + module["recurrent_bias"] + module.get("feedforward_bias", 0)
    fed = rate * module["feedforward"] if "feedforward" in module else None
    return 1 - rate, rate * module["recurrent"], fed, rate * module["input_weight"], rate * bias


def run_frozen(frozen, bits, initial):
    """States of the last frozen module before each bit, [L, M, B]; `frozen` fields have a leading axis of modules."""
    keep, recurrent, fed, weight, bias = scaled(frozen)

    def step(r, bit):
        before = jnp.concatenate([jnp.zeros_like(r[:1]), r[:-1]])
        return keep * r + leaky_relu(recurrent @ r + fed @ before + (weight * bit + bias)), r[-1]

    return lax.scan(step, initial, bits)[1]


def last_state(module, bits, initial, before):
    """The newest module's state after the last bit, [M, B]."""
    keep, recurrent, fed, weight, bias = scaled(module)

    def step(r, at):
        bit, x = at
        drive = weight * bit + bias if x is None else fed @ x + (weight * bit + bias)
        return keep * r + leaky_relu(recurrent @ r + drive), None

    return lax.scan(step, initial, (bits, before))[0]


def loss_of(trained, bits, initial, before, labels):
    r = last_state(trained["module"], bits, initial, before)
    logits = trained["weight"] @ r + trained["bias"]
    chances = jax.nn.log_softmax(logits, axis=1)
    return -jnp.take_along_axis(chances, labels[:, None], 1).sum() / labels.shape[1]


class Trainer:
    def __init__(self, workload: Workload) -> None:
        self.workload = w = workload
        self.newest = w.depth - 1
        tensors = w.tensors
        self.initial_trained = {
            "module": module_of(tensors, self.newest),
            "weight": jnp.stack([tensors[f"readout.{N}.weight"] for N in w.tasks]),
            "bias": jnp.stack([tensors[f"readout.{N}.bias"][:, None] for N in w.tasks]),
        }
        frozen = None
        if self.newest > 0:
            modules = [module_of(tensors, d) for d in range(self.newest)]
            M = w.initial.shape[1]
            modules[0] |= {"feedforward": jnp.zeros((M, M)), "feedforward_bias": jnp.zeros((M, 1))}
            frozen = {field: jnp.stack([m[field] for m in modules]) for field in modules[0]}
        self.batch = (jnp.asarray(w.bits), jnp.asarray(w.initial), jnp.asarray(w.labels), frozen)
        self.differentiate = jax.jit(self._differentiate)
        self.update = jax.jit(self._update, donate_argnums=(0, 1))
        self.reset()

    def reset(self) -> None:
        self.trained = jax.tree.map(jnp.array, self.initial_trained)
        self.velocity = jax.tree.map(jnp.zeros_like, self.trained)

    @staticmethod
    def _differentiate(trained, bits, initial, labels, frozen):
        before = None if frozen is None else run_frozen(frozen, bits, initial[:-1])
        loss, gradient = jax.value_and_grad(loss_of)(trained, bits, initial[-1], before, labels)
        recurrent = gradient["module"]["recurrent"]
        gradient["module"]["recurrent"] = recurrent * (1 - jnp.eye(recurrent.shape[0]))
        return loss, gradient

    def _update(self, trained, velocity, *batch):
        w = self.workload
        loss, gradient = self._differentiate(trained, *batch)
        norm = jnp.sqrt(sum(jnp.sum(g * g) for g in jax.tree.leaves(gradient)))
        shrink = jnp.minimum(1, w.clip / (norm + 1e-6))
        gradient = jax.tree.map(lambda g: shrink * g, gradient)
        velocity = jax.tree.map(lambda v, g: w.momentum * v + g, velocity, gradient)
        step = lambda p, g, v: p - w.learning_rate * (g + w.momentum * v)
        return jax.tree.map(step, trained, gradient, velocity), velocity, loss

    def gradients(self):
        loss, gradient = self.differentiate(self.trained, *self.batch)
        named = {}
        for name, field in FIELDS.items():
            if field in gradient["module"]:
                named[f"module.{self.newest}.{name}"] = gradient["module"][field]
        for k, N in enumerate(self.workload.tasks):
            named[f"readout.{N}.weight"] = gradient["weight"][k]
            named[f"readout.{N}.bias"] = gradient["bias"][k]
        return float(loss), named

    def step(self) -> float:
        self.trained, self.velocity, loss = self.update(self.trained, self.velocity, *self.batch)
        return float(loss)


serve({"JAX": jax.__version__}, Trainer)
