"""PyTorch, eager. usage: peer_torch.py loop|stacked|autograd

loop: modules one after the other at every step, the frozen ones under no_grad. stacked: the frozen modules side by side in
one product of stacked matrices a step. autograd: a loop, with every module in the graph, as the group's code has it.
"""

import copy
import sys

import torch
from torch import nn
from torch.nn import functional as F

from exchange import Workload, serve

torch.set_num_threads(1)
torch.set_num_interop_threads(1)


def linear(weight, bias) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data = torch.from_numpy(weight.copy())
    layer.bias.data = torch.from_numpy(bias.copy())
    return layer


class Population(nn.Module):
    """One module, or the core: equation 1. States are [B, M]."""

    def __init__(self, tensors: dict, index: int) -> None:
        super().__init__()
        take = lambda name: tensors[f"module.{index}.{name}"]
        self.tau = nn.Parameter(torch.from_numpy(take("tau").copy()))
        self.input = linear(take("input.weight"), take("input.bias"))
        self.recurrent = linear(take("recurrent.weight"), take("recurrent.bias"))
        if index > 0:
            self.feedforward = linear(take("feedforward.weight"), take("feedforward.bias"))

    def forward(self, bit, r, before):
        current = self.input(bit) + self.recurrent(r)
        if before is not None:
            current = current + self.feedforward(before)
        rate = 1 / torch.clamp(self.tau, min=1)
        return (1 - rate) * r + rate * F.leaky_relu(current, 0.01)


class Network(nn.Module):
    def __init__(self, workload: Workload) -> None:
        super().__init__()
        tensors = workload.tensors
        self.populations = nn.ModuleList(Population(tensors, d) for d in range(workload.depth))
        self.heads = nn.ModuleList(
            linear(tensors[f"readout.{N}.weight"], tensors[f"readout.{N}.bias"]) for N in workload.tasks
        )


class Loop:
    """Every module at every step; `graph` says whether the frozen ones are in the graph too."""

    def __init__(self, network: Network, graph: bool) -> None:
        self.network, self.graph = network, graph

    def __call__(self, bits, initial):
        *frozen, newest = self.network.populations
        *states, r = initial
        for bit in bits:
            before = states[-1] if frozen else None
            with torch.set_grad_enabled(self.graph):
                states = [p(bit, states[d], states[d - 1] if d else None) for d, p in enumerate(frozen)]
            r = newest(bit, r, before)
        return r


class Stacked:
    """The frozen modules, states [D - 1, M, B], in one product a step; then the newest, its drive in one product for all steps."""

    def __init__(self, network: Network) -> None:
        self.network = network
        *frozen, _ = network.populations
        with torch.no_grad():
            self.rate = torch.stack([1 / p.tau.clamp(min=1) for p in frozen])[:, :, None]
            self.keep = 1 - self.rate
            zero = torch.zeros_like(frozen[0].recurrent.weight)
            fed = [p.feedforward.weight if d else zero for d, p in enumerate(frozen)]
            fed_bias = [p.feedforward.bias if d else zero[0] for d, p in enumerate(frozen)]
            weight = [torch.cat([p.recurrent.weight, fed[d], p.input.weight], 1) for d, p in enumerate(frozen)]
            self.weight = torch.stack(weight)
            bias = [p.recurrent.bias + p.input.bias + fed_bias[d] for d, p in enumerate(frozen)]
            self.bias = torch.stack(bias)[:, :, None]

    @torch.no_grad()
    def run_frozen(self, bits, initial):
        D, M, B = initial.shape
        x = torch.zeros(D, 2 * M + 1, B)
        r, out = initial, []
        for bit in bits:
            out.append(r[-1])
            x[:, :M] = r
            x[1:, M : 2 * M] = r[:-1]
            x[:, 2 * M] = bit
            current = F.leaky_relu_(torch.baddbmm(self.bias, self.weight, x), 0.01)
            r = torch.addcmul(self.keep * r, self.rate, current)
        return torch.stack(out)

    def __call__(self, bits, initial):
        newest = self.network.populations[-1]
        bits, initial = bits[:, :, 0], initial.transpose(1, 2)
        before = self.run_frozen(bits, initial[:-1])
        bias = (newest.input.bias + newest.feedforward.bias + newest.recurrent.bias)[:, None]
        drives = newest.feedforward.weight @ before + (newest.input.weight * bits[:, None] + bias)
        rate = 1 / newest.tau.clamp(min=1)[:, None]
        keep, weight, r = 1 - rate, newest.recurrent.weight, initial[-1]
        for drive in drives.unbind():
            r = keep * r + rate * F.leaky_relu(torch.addmm(drive, weight, r), 0.01)
        return r.T


class Trainer:
    def __init__(self, workload: Workload, style: str) -> None:
        self.workload, self.style = workload, style
        self.initial_network = Network(workload)
        self.bits = torch.from_numpy(workload.bits)[:, :, None]
        self.states = torch.from_numpy(workload.initial).transpose(1, 2).contiguous()
        self.labels = torch.from_numpy(workload.labels)
        self.reset()

    def reset(self) -> None:
        w = self.workload
        self.network = copy.deepcopy(self.initial_network)
        newest = self.network.populations[-1]
        self.trained = [*newest.parameters(), *self.network.heads.parameters()]
        self.optimizer = torch.optim.SGD(self.trained, lr=w.learning_rate, momentum=w.momentum, nesterov=True)
        self.run = Stacked(self.network) if self.style == "stacked" else Loop(self.network, self.style == "autograd")

    def differentiate(self):
        self.network.zero_grad()
        r = self.run(self.bits, self.states)
        loss = sum(F.cross_entropy(head(r), labels) for head, labels in zip(self.network.heads, self.labels))
        loss.backward()
        self.network.populations[-1].recurrent.weight.grad.fill_diagonal_(0)
        return loss

    def gradients(self):
        loss = self.differentiate().item()
        newest, index = self.network.populations[-1], self.workload.depth - 1
        named = {f"module.{index}.{name}": p for name, p in newest.named_parameters()}
        for N, head in zip(self.workload.tasks, self.network.heads):
            named |= {f"readout.{N}.{name}": p for name, p in head.named_parameters()}
        return loss, {name: p.grad.numpy() for name, p in named.items()}

    def step(self) -> float:
        loss = self.differentiate()
        nn.utils.clip_grad_norm_(self.trained, self.workload.clip)
        self.optimizer.step()
        return loss.item()


serve({"PyTorch": torch.__version__}, lambda workload: Trainer(workload, sys.argv[1]))
