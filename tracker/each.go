package tracker

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Each makes something of every one of several; nil if there are none.
func Each[From, To any](all []From, made func(From) To) (of []To) {
	for _, one := range all {
		of = append(of, made(one))
	}
	return of
}

// Keep leaves those that a test lets through; nil if it lets none.
func Keep[T any](all []T, lets func(T) bool) (kept []T) {
	for _, one := range all {
		if lets(one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// TryEach makes something of every one of several, on all processors, or returns the first error.
func TryEach[From, To any](all []From, made func(From) (To, error)) ([]To, error) {
	of, errs := make([]To, len(all)), make([]error, len(all))
	OnAll(len(all), func(i int) { of[i], errs[i] = made(all[i]) })
	return of, cmp.Or(errs...)
}

// Include adds to some those that aren't among them.
func Include[T comparable](some []T, more ...T) []T {
	for _, one := range more {
		if !slices.Contains(some, one) {
			some = append(some, one)
		}
	}
	return some
}

// OnAll does something n times, on all processors.
func OnAll(n int, do func(i int)) {
	const chunk = 50
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/chunk+1) {
		all.Go(func() {
			for from := int(next.Add(chunk)) - chunk; from < n; from = int(next.Add(chunk)) - chunk {
				for i := from; i < min(from+chunk, n); i++ {
					do(i)
				}
			}
		})
	}
	all.Wait()
}
