"""No two copies draw the same random value, from whatever generator, however early it was made."""

import os
from pathlib import Path

import pytest

from .zygotes import compile_library, undisturbed

# Each source makes its generators while loading and draws from most of them, as pools and caches
# are filled by then. The handler draws again from each.
GENERATORS = {
    "python": """
import hashlib, random, secrets, ssl, tempfile, uuid

held = random.Random()
system = random.SystemRandom()
bound = random.random

def draw():
    return {
        "random.random": random.random(),
        "random.random, held": bound(),
        "random.gauss": random.gauss(0, 1),
        "Random()": held.random(),
        "Random().gauss": held.gauss(0, 1),
        "SystemRandom": system.random(),
        "secrets": secrets.token_hex(),
        "uuid1": str(uuid.uuid1()),
        "uuid4": str(uuid.uuid4()),
        "tempfile": next(tempfile._get_candidate_names()),
        "ssl.RAND_bytes": ssl.RAND_bytes(16).hex(),
    }

draw()

def handler(event, context):
    return draw()
""",
    "node": """
const crypto = require('crypto');
const vm = require('vm');
const { Worker } = require('worker_threads');
const { random } = Math;
const { randomUUID, randomInt } = crypto;
const context = vm.createContext({});
const script = new vm.Script('Math.random()');

const draw = async () => ({
  'Math.random': Math.random(),
  'Math.random, held': random(),
  'Math.random, context of the zygote': vm.runInContext('Math.random()', context),
  'Math.random, context of the copy': vm.runInContext('Math.random()', vm.createContext()),
  'Math.random, runInNewContext': vm.runInNewContext('Math.random()'),
  'Math.random, Script.runInNewContext': script.runInNewContext({}),
  'Math.random, worker': await new Promise((done) =>
    new Worker('require("worker_threads").parentPort.postMessage(Math.random())', { eval: true })
      .on('message', done)),
  randomUUID: crypto.randomUUID(),
  'randomUUID, held': randomUUID(),
  'webcrypto.randomUUID': crypto.webcrypto.randomUUID?.() ?? randomUUID(),
  'randomUUID, no cache': randomUUID({ disableEntropyCache: true }),
  randomInt: randomInt(2 ** 47),
  'randomInt, later': await new Promise((done) => randomInt(2 ** 47, (_, n) => done(n))),
  randomBytes: crypto.randomBytes(16).toString('hex'),
  'randomBytes, later': await new Promise((done) =>
    crypto.randomBytes(16, (_, bytes) => done(bytes.toString('hex')))),
  randomFill: crypto.randomFillSync(Buffer.alloc(16)).toString('hex'),
  getRandomValues: `${crypto.webcrypto.getRandomValues(new Uint8Array(16))}`,
  generateKey: crypto.generateKeySync('hmac', { length: 128 }).export().toString('hex'),
  subtle: Buffer.from(await crypto.webcrypto.subtle.exportKey('raw',
    await crypto.webcrypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt'])))
    .toString('hex'),
});

exports.handler = async () => draw();
if (process.env.DRAW_EARLY) module.exports.early = draw();
""",
}
NUMPY = """
import numpy
rng = numpy.random.default_rng()
legacy = numpy.random.RandomState()
bits = numpy.random.Philox()
seeds = numpy.random.SeedSequence()
sampled = numpy.random.normal

def draw():
    return {
        "numpy.random": numpy.random.random(),
        "numpy.random.normal": sampled(),
        "default_rng()": rng.random(),
        "default_rng().spawn": rng.spawn(1)[0].random(),
        "RandomState()": legacy.normal(),
        "Philox()": numpy.random.Generator(bits).random(),
        "SeedSequence()": numpy.random.default_rng(seeds.spawn(1)[0]).random(),
        "made later": numpy.random.default_rng().random(),
    }

draw()

def handler(event, context):
    return draw()
"""


def assert_all_differ(parent, env=(), **fork):
    answers = []
    for number in range(4):
        copy = parent.fork(env, park=number % 2 == 1, **fork).ready()
        answers += [copy.invoke().json, copy.invoke().json]
    for name in answers[0]:
        values = [answer[name] for answer in answers]
        assert len(set(values)) == len(values), f"{name} came twice: {values}"


@pytest.mark.parametrize("early", ["", "1"], ids=["drawn in the copy", "drawn before"])
def test_no_value_comes_twice(zygote, early):
    assert_all_differ(zygote(GENERATORS, {"DRAW_EARLY": early}).forkable())


def test_no_value_comes_twice_under_the_same_process_id(zygote, tmp_path):
    """OpenSSL and others look at the process id to notice a fork."""
    if os.geteuid() != 0:
        pytest.skip("namespaces are made by root")
    library = tmp_path / "enter.so"
    compile_library(Path(__file__).with_name("enter.c"), library)
    inside = ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]
    env = {"_MAYFLY_ENTER": str(library), "DRAW_EARLY": "1"}
    parent = undisturbed(lambda: zygote(GENERATORS, env, inside=inside))
    with open(os.devnull, "w") as nowhere:
        assert_all_differ(parent, entry=[nowhere.fileno()])


def test_numpy(python_zygote, packages):
    env = {"PYTHONPATH": packages, "OPENBLAS_NUM_THREADS": "1"}
    assert_all_differ(python_zygote(NUMPY, "app.handler", env).forkable())


SEEDED = """
import random
random.seed(7)
held = random.Random(8)
try:
    import numpy
    numpy.random.seed(9)
    rng = numpy.random.default_rng(10)
except ImportError:
    numpy = None

def handler(event, context):
    values = [random.random(), held.random()]
    return values + ([numpy.random.random(), rng.random()] if numpy else [])
"""


def test_a_seed_of_the_functions_own_is_kept(python, python_zygote, packages):
    env = {"PYTHONPATH": packages, "OPENBLAS_NUM_THREADS": "1"}
    ordinary = python(SEEDED, "app.handler", env).ready().invoke().json
    parent = python_zygote(SEEDED, "app.handler", env).forkable()
    assert [parent.fork().ready().invoke().json for _ in range(2)] == [ordinary, ordinary]


MATH = """
exports.handler = async () => {
  const values = Array.from({ length: 100000 }, Math.random);
  const buckets = new Array(10).fill(0);
  for (const value of values) buckets[Math.floor(value * 10)] += 1;
  return { buckets, distinct: new Set(values).size, name: Math.random.name,
           inside: values.every((value) => value >= 0 && value < 1) };
};
"""


def test_math_random_is_uniform(node_zygote):
    result = node_zygote(MATH, "index.handler").forkable().fork().ready().invoke().json
    assert (result["inside"], result["distinct"], result["name"]) == (True, 100000, "random")
    assert all(9500 < count < 10500 for count in result["buckets"])


CLOCKS = {
    "python": """
import time

def handler(event, context):
    return {"wall": time.time(), "left": context.get_remaining_time_in_millis(),
            "monotonic": time.monotonic()}
""",
    "node": """
exports.handler = async (event, context) => ({
  wall: Date.now() / 1000, left: context.getRemainingTimeInMillis(),
  monotonic: Number(process.hrtime.bigint()) / 1e9,
  drift: performance.timeOrigin + performance.now() - Date.now(),
  timer: await new Promise((done) => {
    const began = Date.now();
    setTimeout(() => done(Date.now() - began), 30);
  }),
});
""",
}


def test_clocks_are_right(zygote):
    import time

    parent = zygote(CLOCKS).forkable()
    time.sleep(0.2)
    result = parent.fork().ready().invoke().json
    assert abs(result["wall"] - time.time()) < 2
    assert abs(result["monotonic"] - time.monotonic()) < 2
    assert 0 < result["left"] <= 3000
    assert abs(result.get("drift", 0)) < 100 and 28 <= result.get("timer", 30) < 2000
