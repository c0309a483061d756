package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

func TestAnAllowanceIsEachPersonsOwnAndComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := desk.NewAllowance(3, time.Minute)
		takes := func(who string, n int, want time.Duration) func() {
			t.Helper()
			wait, giveBack := a.Take(who, n)
			if wait != want {
				t.Errorf("%s takes %d: waits %s, want %s", who, n, wait, want)
			}
			return giveBack
		}
		takes("U1", 4, time.Minute)
		takes("U1", 2, 0)
		takes("U1", 2, time.Minute)
		takes("U2", 3, 0)()
		takes("U2", 3, 0)
		takes("U1", 1, 0)
		takes("U1", 1, time.Minute)
		time.Sleep(time.Minute)
		takes("U1", 1, 0)
		for i := range 5_000 {
			takes(fmt.Sprint("U0", i), 1, 0)
		}
		takes("U1", 1, time.Minute)
	})
}

// TestNobodyProposesWithoutEnd holds that people who aren't admins learn when they may go on; a mistake costs nothing.
func TestNobodyProposesWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)))
		f := newFront(t, call(t))
		proposes := func(who string, n int, at time.Time) answer.Answer {
			return f.typedBy(who, fmt.Sprintf(`suggest add "Example %d %s" company`, n, at.Format(time.RFC3339))+source)
		}
		for range 100 {
			f.typedBy("U0GUEST", "suggest add Example company source:nowhere")
		}
		made := 0
		for n := range 200 {
			if a := proposes("U0GUEST", n, time.Now()); a.Kind == answer.Suggested {
				made++
			} else if !strings.Contains(a.Text, "try again in 1 min.") {
				t.Fatalf("refused with %q", a.Text)
			}
		}
		if made != 50 {
			t.Errorf("%d proposals were made, want 50", made)
		}
		if a := f.asks(desk.Request{By: "U0FRENCH", Lang: "fr", Tokens: query.Line(strings.Repeat(`suggest add "Example" company`+source+"\n", 51))}); !strings.Contains(a.Text, "au plus 50") {
			t.Errorf("51 at once: %q", a.Text)
		}
		if a := proposes("U0OTHER", 1, time.Now().Add(time.Minute)); a.Kind != answer.Suggested {
			t.Errorf("somebody else: %q", a.Text)
		}
		for n := range 60 {
			if a := proposes("U0ADMIN", n, time.Now().Add(time.Hour)); a.Kind != answer.Suggested {
				t.Fatalf("an admin: %q", a.Text)
			}
		}
		time.Sleep(10 * time.Minute)
		made = 0
		for n := range 20 {
			if a := proposes("U0GUEST", n, time.Now()); a.Kind == answer.Suggested {
				made++
			}
		}
		if made != 10 {
			t.Errorf("%d proposals were made after ten minutes, want 10", made)
		}
		f.verified()
	})
}

// TestARefusalIsLoggedNowAndThen holds that repeated refusals don't fill the log.
func TestARefusalIsLoggedNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)))
		f := newFront(t, call(t))
		logged := func() int { return strings.Count(f.log.String(), "refused: not an admin") }
		for range 1_000 {
			f.typedBy("U0GUEST", "undo 1")
		}
		if n := logged(); n != 5 {
			t.Errorf("1000 refusals were logged %d times, want 5", n)
		}
		f.typedBy("U0OTHER", "undo 1")
		time.Sleep(time.Minute)
		f.typedBy("U0GUEST", "undo 1")
		if n := logged(); n != 7 {
			t.Errorf("those of somebody else, and a later one, were logged %d times, want 2", n-5)
		}
	})
}
