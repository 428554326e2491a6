"""A network of modular-growth in PyTorch.

    from modular_growth import load
    network = load("network.safetensors")
    logits, state = network(bits, initial)

bits: [T, S] of zeros and ones; initial: [modules, S, M], zeros where it is left out. logits: [heads, S, 2] after the last bit, for even and for
odd parity of the last N bits, N as in network.tasks; state: [modules, S, M]. Needs torch and safetensors.
"""

import torch
from safetensors import safe_open
from torch import nn
from torch.nn.functional import leaky_relu

LEAKY_SLOPE = 0.01


class Module(nn.Module):
    """One recurrent population: equations 1, 3 and 4 of the paper."""

    def __init__(self, size, feedforward, inside):
        super().__init__()
        self.inside = inside
        self.tau = nn.Parameter(torch.ones(size))
        self.input = nn.Linear(1, size)
        self.recurrent = nn.Linear(size, size)
        self.feedforward = nn.Linear(size, size) if feedforward else None

    def forward(self, bit, state, before):
        current = self.input(bit.unsqueeze(-1)) + self.recurrent(state)
        if self.feedforward is not None:
            current = current + self.feedforward(before)
        rate = 1 / self.tau.clamp(min=1)
        if self.inside:
            return (1 - rate) * state + rate * leaky_relu(current, LEAKY_SLOPE)
        return leaky_relu((1 - rate) * state + rate * current, LEAKY_SLOPE)


class Network(nn.Module):
    """Modular: head k reads module k. Non-modular: every head reads the one core."""

    def __init__(self, size, modules, tasks, modular, leak):
        super().__init__()
        self.size, self.tasks, self.modular = size, tasks, modular
        self.module = nn.ModuleList(Module(size, k > 0, leak == "inside") for k in range(modules))
        self.readout = nn.ModuleDict({str(task): nn.Linear(size, 2) for task in tasks})

    def forward(self, bits, initial=None):
        dtype = self.module[0].tau.dtype
        bits = bits.to(dtype)
        if initial is None:
            initial = bits.new_zeros(len(self.module), bits.shape[1], self.size)
        states = list(initial.to(dtype))
        for bit in bits:
            # A module is fed what the one before it did one step earlier.
            states = [
                module(bit, states[k], states[k - 1] if k > 0 else None) for k, module in enumerate(self.module)
            ]
        logits = [self.readout[str(task)](states[k if self.modular else 0]) for k, task in enumerate(self.tasks)]
        return torch.stack(logits), torch.stack(states)


def load(path):
    """The network of a file; its weights are float32, .double() reckons with them in double."""
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata()
        state = {name: file.get_tensor(name) for name in file.keys() if not name.startswith("velocity.")}
    tasks = sorted(int(name.split(".")[1]) for name in state if name.startswith("readout.") and name.endswith(".weight"))
    modules = sum(name.startswith("module.") and name.endswith(".tau") for name in state)
    network = Network(int(metadata["size"]), modules, tasks, metadata["architecture"] == "modular", metadata["leak"])
    network.load_state_dict(state)
    return network.eval()
