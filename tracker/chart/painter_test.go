package chart_test

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/chart"
	"rollcall/tracker/testrun"
)

// TestWhatManyAskForIsDrawnOnce holds that 200 pictures of three kinds allocate what three need, whenever the collector runs.
func TestWhatManyAskForIsDrawnOnce(t *testing.T) {
	const charts, most = 200, 120 << 20 // bytes
	kinds := []*answer.ChartFacts{
		answered(answer.In("en"), begins, today, line(tracker.State, answer.Point{Day: begins, Count: 3})),
		answered(answer.In("en"), begins, today, line(tracker.State, answer.Point{Day: begins, Count: 4})),
		answered(answer.In("fr"), begins, today, line(tracker.State, answer.Point{Day: begins, Count: 3})),
	}
	var want [][]byte
	for i := range kinds {
		var png bytes.Buffer
		if err := chart.Draw(&png, kinds[i]); err != nil {
			t.Fatal(err)
		}
		want = append(want, png.Bytes())
	}
	var painter chart.Painter
	got := testrun.Allocated(func() {
		var all sync.WaitGroup
		for n := range charts {
			all.Go(func() {
				if png, err := painter.Picture(context.Background(), kinds[n%3]); err != nil || !bytes.Equal(png, want[n%3]) {
					t.Errorf("picture %d isn't what is drawn alone: %v", n, err)
				}
			})
		}
		all.Wait()
	})
	t.Logf("%d charts: %d KB", charts, got>>10)
	if got > most {
		t.Errorf("%d charts allocated %d bytes, at most %d", charts, got, most)
	}
}

func TestNothingIsDrawnForACancelledRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var painter chart.Painter
	a := answered(answer.In("en"), begins, today, line(tracker.State, answer.Point{Day: begins, Count: 3}))
	if _, err := painter.Picture(ctx, a); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	none := answered(answer.In("en"), begins, today)
	if _, err := painter.Picture(t.Context(), none); !errors.Is(err, chart.ErrNothing) {
		t.Error(err)
	}
}
