# What igraph needs for the same work, as one line of JSON: milliseconds of processor time, medians.
# python3 igraph_peer.py EDGES RUNS [betweenness]
import json
import statistics
import sys
import time

import igraph


def timed(runs, work):
    times = []
    answer = None
    for _ in range(runs):
        begin = time.process_time()
        answer = work()
        times.append((time.process_time() - begin) * 1000)
    return statistics.median(times), answer


def main():
    path, runs, with_paths = sys.argv[1], int(sys.argv[2]), "betweenness" in sys.argv[3:]
    igraph.set_random_number_generator(__import__("random").Random(1))
    figures = {}
    figures["read"], graph = timed(runs, lambda: igraph.Graph.Read_Edgelist(path, directed=False))
    figures["pageRank"], _ = timed(runs, lambda: graph.pagerank(damping=0.85))
    figures["constraint"], _ = timed(runs, lambda: graph.constraint())
    figures["leiden"], found = timed(
        runs, lambda: graph.community_leiden(objective_function="modularity", n_iterations=2)
    )
    figures["modularity"] = graph.modularity(found.membership)
    figures["core"], _ = timed(runs, lambda: graph.coreness())
    figures["components"], _ = timed(runs, lambda: graph.connected_components())
    figures["cuts"], _ = timed(runs, lambda: graph.articulation_points())
    if with_paths:
        figures["betweenness"], _ = timed(1, lambda: graph.betweenness(directed=False))
    print(json.dumps({"version": igraph.__version__, "parties": graph.vcount(), "ties": graph.ecount(), **figures}))


main()
