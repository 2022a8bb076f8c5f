"""Random values that no two copies share.

What the kernel gives (`os.urandom`, `secrets`, `uuid4`) is fresh anyway, and the native half
reseeds OpenSSL. A generator that was seeded
by the system gets a new seed in each copy; one that the function seeded itself goes on from the
state it had, as it would in an ordinary start.
"""

import gc
import os
import sys

# numpy draws 128 bits when it is not given a seed; whoever writes one down by hand takes fewer.
LEAST_SYSTEM_ENTROPY = 1 << 64
MT19937_WORDS = 624


class Randomness:
    def __init__(self):
        self.unseeded = None
        self.numpy = None

    def watch(self, module):
        """Called when `random` has been loaded: from now on, remembers who chose the seed."""
        from _weakrefset import WeakSet

        original = module.Random.seed
        unseeded = self.unseeded = WeakSet([module._inst])

        def seed(self, a=None, version=2):
            original(self, a, version)
            if a is None:
                unseeded.add(self)
            else:
                unseeded.discard(self)

        module.Random.seed = seed
        module.seed = module._inst.seed

    def before_fork(self):
        if self.unseeded is not None:
            module = sys.modules["random"]
            # The standard library reseeds this one after every fork, whoever seeded it.
            self.kept = None if module._inst in self.unseeded else module._inst.getstate()
        if "numpy.random" in sys.modules:
            self.numpy = NumpyGenerators()

    def in_copy(self):
        if self.unseeded is not None:
            for generator in list(self.unseeded):
                generator.seed()
            if self.kept is not None:
                sys.modules["random"]._inst.setstate(self.kept)
        if self.numpy is not None:
            self.numpy.reseed()
        if "uuid" in sys.modules:
            # libuuid's memory of the clock is copied; without it, each uuid1 draws 14 bits anew.
            uuid = sys.modules["uuid"]
            uuid._generate_time_safe = uuid._UuidCreate = uuid._last_timestamp = None


class NumpyGenerators:
    """All of numpy's generators that the module made, wherever it keeps them."""

    def __init__(self):
        random = sys.modules["numpy.random"]
        kinds = (random.Generator, random.RandomState, random.BitGenerator, random.SeedSequence)
        found = [[one for one in gc.get_objects() if isinstance(one, kind)] for kind in kinds]
        self.generators, self.legacy, self.bits, self.seeds = found
        self.generators = [one for one in self.generators if was_unseeded(one.bit_generator)]
        self.legacy = [one for one in self.legacy if was_unseeded(one._bit_generator)]
        inside = {id(one.bit_generator) for one in self.generators}
        inside |= {id(one._bit_generator) for one in self.legacy}
        self.bits = [one for one in self.bits if id(one) not in inside and was_unseeded(one)]
        self.seeds = [one for one in self.seeds if is_system_entropy(one.entropy)]

    def reseed(self):
        for generator in self.generators:
            own = type(generator.bit_generator)()
            generator.bit_generator.state = own.state
            generator.__init__(own)  # whatever it spawns hangs on the seed, not on the state
        for bits in self.bits:
            bits.state = type(bits)().state
        for legacy in self.legacy:
            reseed_legacy(legacy)
        for seed in self.seeds:
            seed.__init__(spawn_key=seed.spawn_key)


def reseed_legacy(state):
    kind = type(state._bit_generator)
    if kind.__name__ != "MT19937":
        state.__init__(kind())
        return
    # All of its state at once: seeding one takes as long as a fork of a small process.
    words = sys.modules["numpy"].frombuffer(os.urandom(4 * MT19937_WORDS), "<u4")
    state.set_state(("MT19937", words, MT19937_WORDS))


def was_unseeded(bits):
    # Older numpys have no public name for it.
    seed = getattr(bits, "seed_seq", None) or getattr(bits, "_seed_seq", None)
    return seed is not None and is_system_entropy(getattr(seed, "entropy", None))


def is_system_entropy(entropy):
    return isinstance(entropy, int) and entropy >= LEAST_SYSTEM_ENTROPY
