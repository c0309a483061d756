// Package testrun decides for all tests how much they try, and counts what a function allocates. Long runs, which -long makes
// complete, are samples without it.
package testrun

import (
	"flag"
	"runtime"
	"runtime/metrics"
	"strconv"
	"testing"
)

var long = flag.Bool("long", false, "make the long runs whole")

// Long reports whether long runs are complete.
func Long() bool { return *long }

// Times is how often something is tried: many times in a long run, once in a short one, else a few times.
func Times(many, few int) int {
	switch {
	case *long:
		return many
	case testing.Short():
		return 1
	}
	return few
}

// AtOnce lets so many parallel tests run at once, if -parallel doesn't say how many: for packages whose tests mostly wait, for
// processes and timers. It is for TestMain.
func AtOnce(tests int) error {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if said {
		return nil
	}
	return flag.Set("test.parallel", strconv.Itoa(tests))
}

// Allocated is how many bytes a function allocates, whenever the collector runs.
func Allocated(do func()) uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	runtime.GC() // late counts are included
	metrics.Read(sample)
	before := sample[0].Value.Uint64()
	do()
	runtime.GC()
	metrics.Read(sample)
	return sample[0].Value.Uint64() - before
}
