# Everything a person or a machine does with this repository.
#
#   make demo    installs what is missing, builds, makes a shop, trains, serves, asks, swaps
#   make test    everything CI runs
#   make bench   the ratios of BENCHMARKS.md, beside their peers; takes a while

.PHONY: setup demo test bench lint clean

# Where the real data sets are; tests that want one skip when it is not there.
export MODISTE_SHARED ?= $(abspath ../shared)

setup:
	scripts/setup

demo: setup
	scripts/demo

test: setup
	scripts/test

bench: setup
	benchmarks/run

lint:
	swift format lint --strict -r Package.swift Sources Tests clients/swift

clean:
	rm -rf .build .build-*
