"""Calls of a model by Python's onnxruntime, for compiled_graph_bench.ts."""

import numpy
import onnxruntime


def calls(round, model, repeats, threads, **feeds):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(bytes(model), options, providers=["CPUExecutionProvider"])
    arrays = {name: numpy.asarray(values) for name, values in feeds.items()}
    session.run(None, arrays)

    def run():
        for _ in range(repeats):
            results = session.run(None, arrays)
        return results

    return run, lambda results: results[0].ravel()[:4].tolist()
