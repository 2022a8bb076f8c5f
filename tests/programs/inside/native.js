"use strict";
// A native addon, on the main thread and on workers that share memory.

const { Worker, isMainThread, parentPort, workerData } = require("worker_threads");
const { times } = require("./addon.node");

const WORKERS = 4;

function work(number, shared) {
    return new Promise((done, failed) => {
        const worker = new Worker(__filename, { workerData: { number, shared } });
        worker.on("message", done).on("error", failed);
    });
}

exports.handler = async () => {
    const shared = new SharedArrayBuffer(4);
    const products = await Promise.all([...Array(WORKERS).keys()].map((n) => work(n, shared)));
    return { product: times(6, 7), products, counted: new Int32Array(shared)[0] };
};

if (!isMainThread) {
    const counter = new Int32Array(workerData.shared);
    for (let i = 0; i < 1000; i++) Atomics.add(counter, 0, 1);
    parentPort.postMessage(times(workerData.number, 10));
} else if (require.main === module) {
    exports.handler().then((done) => {
        const wanted = { product: 42, products: [0, 10, 20, 30], counted: 4000 };
        require("assert").deepStrictEqual(done, wanted);
        console.log("works");
    });
}
