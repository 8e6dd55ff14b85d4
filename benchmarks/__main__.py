"""The benchmark suite in one command: ``python -m benchmarks``, which is ``benchmarks.throughput``."""

from benchmarks.throughput import main

if __name__ == "__main__":
    main()
