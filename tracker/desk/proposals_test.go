package desk_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/follow"
	"rollcall/tracker/query"
)

func TestAnybodySuggestsAndAnAdminDecides(t *testing.T) {
	f := newFront(t, call(t))
	for line, because := range map[string]string{
		`suggest withdraw France` + source + ` because they said so`:                           "they said so",
		`suggest withdraw France because:"they said so"` + source:                              "they said so",
		`SUGGEST remove France reason:error note:“they said so”` + source:                      "they said so",
		`suggest edit France note:“they said so”` + source:                                     "",
		`suggest add "Because It Can" company` + source:                                        "",
		`suggest merge "Example & Sons" into #2` + source:                                      "",
		`suggest report state 82` + source:                                                     "",
		`suggest claim Kenya state announced country:KE claim:x` + source + ` because:written`: "written",
	} {
		before := f.tracker.Book()
		a := f.typedBy("U0GUEST", line)
		if a.Kind != answer.Suggested || len(a.Proposals()) != 1 || a.Proposals()[0].By != "U0GUEST" {
			t.Errorf("%s: %s", line, a.Text)
			continue
		}
		p := a.Proposals()[0]
		if p.Note != because {
			t.Errorf("%s is suggested because %q", line, p.Note)
		}
		if f.tracker.Book().Counts() != before.Counts() {
			t.Errorf("%s changed the list", line)
		}
		if list := f.typedBy("U0GUEST", "proposals"); list.Kind != answer.Proposals || len(list.Proposals()) != 1 || !strings.Contains(list.Text, "by U0GUEST") {
			t.Errorf("%s is listed as %s", line, list.Text)
		}
		number := numberOf(p.Seq)
		if a := f.typedBy("U0GUEST", "approve "+number); a.Kind != answer.Refused {
			t.Errorf("a guest approves: %s", a.Text)
		}
		if a := f.types("approve #" + number); a.Kind != answer.Edited || a.Facts.(*answer.EditedFacts).Undo == 0 {
			t.Errorf("%s: %s", line, a.Text)
		}
		f.refuses("approve "+number, "approved by U0ADMIN")
		f.refuses("reject "+number, "approved by U0ADMIN")
		f.says("undo", "proposal "+number+" waits again")
		f.says("reject "+number, "was rejected")
	}
	f.verified()
}

func numberOf(seq tracker.Seq) string { return fmt.Sprint(seq) }

func TestSuggestionsThatCannotBe(t *testing.T) {
	f := newFront(t, call(t))
	before := f.tracker.Book().Head()
	for _, line := range []string{"suggest", "suggest something", "suggest grant U0GUEST", "suggest undo 1", "suggest count", "suggest suggest withdraw France"} {
		if a := f.types(line); a.Kind == answer.Suggested || f.tracker.Book().Head() != before {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
	f.refusesAbout("suggest withdraw France", "source", "Say where this is known from. Add source:https://… at the end.")
	f.refusesAbout("suggest withdraw Nobody"+source, "name", "No supporter")
	f.refusesAbout("suggest withdraw France on:2999-01-01"+source, "on", "future")
	f.refusesAbout("suggest withdraw France"+source+" because:"+strings.Repeat("x", 501), "note", "501")
	f.refusesAbout(`suggest add "Example Fundation" company`+source, "anyway", "much like")
	f.refuses("suggest\nwithdraw France"+source+"\nwithdraw Nobody"+source, "Line 3")
	for _, line := range []string{"approve", "approve x", "approve 1 2", "approve reason:x", "reject", "reject x"} {
		f.refuses(line, "")
	}
	f.refuses("approve 1", "no proposal 1")
	f.refuses("reject 1 because:x", "Say the number")
	f.verified()
}

func TestSeveralSuggestionsAreSeveralProposals(t *testing.T) {
	f := newFront(t, call(t))
	for _, typed := range []string{
		"suggest withdraw France" + source + "\nadd \"Example A\" company" + source, "suggest\nwithdraw France" + source + "\nadd \"Example A\" company" + source,
		"suggest withdraw France" + source + "\nsuggest add \"Example A\" company" + source, "suggest withdraw\nFrance" + source + "\n#3" + source,
	} {
		a := f.asks(desk.Request{By: "U0GUEST", Ref: typed, Tokens: query.Line(typed)})
		if a.Kind != answer.Suggested || len(a.Proposals()) != 2 {
			t.Errorf("%q: %s", typed, a.Text)
			continue
		}
		if again := f.asks(desk.Request{By: "U0GUEST", Ref: typed, Tokens: query.Line(typed)}); again.Text != a.Text {
			t.Errorf("delivered again it says %s", again.Text)
		}
		for _, p := range a.Proposals() {
			f.says("reject "+numberOf(p.Seq)+" reason:“no”", "was rejected: no")
		}
	}
	f.says("proposals", "No proposal waits")
	f.verified()
}

func TestOfTwoWhoDecideAtOnceOneIsRefused(t *testing.T) {
	f := newFront(t, call(t))
	p := f.typedBy("U0GUEST", "suggest withdraw France"+source).Proposals()[0]
	var mu sync.Mutex
	kinds := map[answer.Kind]int{}
	var wg sync.WaitGroup
	for i := range 8 {
		line := []string{"approve ", "reject "}[i%2] + numberOf(p.Seq)
		wg.Go(func() {
			a, err := f.desk.Do(context.Background(), desk.Request{By: "U0ADMIN", Tokens: query.Line(line)})
			mu.Lock()
			defer mu.Unlock()
			if kinds[a.Kind]++; err != nil || a.Kind == answer.Refused && !strings.Contains(a.Text, "already") {
				t.Errorf("%v, %s", err, a.Text)
			}
		})
	}
	wg.Wait()
	if kinds[answer.Edited] != 1 || kinds[answer.Refused] != 7 {
		t.Errorf("they are answered with %v", kinds)
	}
	f.verified()
}

func TestAnotherAdminCanHaveToApprove(t *testing.T) {
	f := newFront(t, call(t))
	config := f.config(call(t))
	config.Admins, config.Approvals = []string{"U0ADMIN", "U0OTHER"}, "other"
	f.desk = desk.New(config)
	number := numberOf(f.typedBy("U0ADMIN", "suggest withdraw France"+source).Proposals()[0].Seq)
	if a := f.typedBy("U0ADMIN", "approve "+number); a.Kind != answer.Refused || !strings.Contains(a.Text, "another admin") {
		t.Errorf("its own: %s", a.Text)
	}
	if a := f.typedBy("U0OTHER", "approve "+number); a.Kind != answer.Edited {
		t.Errorf("another's: %s", a.Text)
	}
	f.verified()
}

func TestUndoIsOnceAndGoesFurtherBack(t *testing.T) {
	f := newFront(t, call(t))
	f.types("edit France note:one" + source)
	f.types("edit France note:two" + source)
	undo := desk.Request{By: "U0ADMIN", Ref: "r", Tokens: query.Line("undo")}
	first := f.asks(undo)
	if again := f.asks(undo); again.Text != first.Text || f.tracker.Book().Supporter(1).Note != "one" {
		t.Errorf("delivered again, undo says %s", again.Text)
	}
	f.refuses("undo 5", "undone already")
	f.says("undo", "entry 4, about France, was undone", "Note: one → none")
	f.refuses("undo", "nothing of yours")
	f.refuses("undo 99", "no entry 99")
	f.refuses("undo x", "Say the number")
	f.refuses("undo -1", "Say the number")
	f.types("subscribe")
	f.refuses("undo "+numberOf(f.tracker.Book().Head()), "unsubscribe")
	f.verified()
}

// What waits already isn't proposed again by anybody; once it is decided it can be, and so can something different.
func TestASuggestionThatWaitsIsntMadeAgain(t *testing.T) {
	f := newFront(t, call(t))
	for _, line := range []string{`suggest add "Because It Can" company country:FR` + source, `suggest withdraw France` + source, `suggest report state 82` + source,
		`suggest merge "Example & Sons" into #2` + source} {
		first := f.typedBy("U0GUEST", line).Proposals()[0].Seq
		head := f.tracker.Book().Head()
		want := fmt.Sprintf("Proposal %d says the same, and waits already. Nothing was recorded.", first)
		if a := f.typedBy("U0OTHER", line+" because too"); a.Headline != want || f.tracker.Book().Head() != head {
			t.Errorf("%s: %s", line, a.Text)
		}
		if a := f.typedBy("U0OTHER", line+"/other"); a.Kind != answer.Suggested {
			t.Errorf("%s from another source: %s", line, a.Text)
		}
		f.types("reject " + numberOf(first))
		if a := f.typedBy("U0GUEST", line); a.Kind != answer.Suggested {
			t.Errorf("%s after it was rejected: %s", line, a.Text)
		}
	}
}

// Several are settled by the first number and the last, whatever else is between.
func TestProposalsAreSettledFromOneNumberToAnother(t *testing.T) {
	f := newFront(t, call(t))
	for _, name := range []string{"Example One", "Example Two", "Example Three"} {
		f.typedBy("U2", fmt.Sprintf("suggest add %q company source:https://example.org/a", name))
	}
	head := f.tracker.Book().Head()
	f.types(fmt.Sprintf("reject %d", head-1))
	f.types(fmt.Sprintf("approve %d-%d", head-2, head+9))
	if b := f.tracker.Book(); len(b.Proposals()) != 0 || len(b.Named("Example One")) != 1 || len(b.Named("Example Two")) != 0 || len(b.Named("Example Three")) != 1 {
		t.Errorf("%+v wait", b.Proposals())
	}
	f.refuses(fmt.Sprintf("approve %d-%d", head-2, head), "waits")
	f.refuses("approve 9-x", "Say the number of each")
}

// follow says how well the official list is being followed, from the ledger and from the follower.
func TestFollowSaysHowTheListIsFollowed(t *testing.T) {
	f := newFront(t, call(t))
	c := f.config(call(t))
	next := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	c.Old, c.Follow = 60, func() (time.Time, int) { return next, 2 }
	d := desk.New(c)
	ask := func() answer.Following {
		a, err := d.Do(t.Context(), desk.Request{By: "U2", Tokens: query.Line("follow")})
		if err != nil {
			t.Fatal(err)
		}
		return a.Facts.(*answer.FollowedFacts).Following
	}
	if got := ask(); !got.Old || got.Failures != 2 || !got.Next.Equal(next.Truncate(time.Minute)) || got.Compared != c.Call.Checked || got.Waiting != 0 {
		t.Errorf("%+v", got)
	}
	_, err := f.tracker.Do(t.Context(), tracker.Request{By: follow.By}, func(b *tracker.Book) ([]tracker.Event, error) {
		s := tracker.Supporter{Name: "Example One", Category: tracker.Company, Source: "https://example.org"}
		events, err := tracker.Propose(tracker.DayOf(time.Now()), "", tracker.Add(s, tracker.DayOf(time.Now())))(b)
		return append(events, tracker.Compared{Source: "https://example.org", Revision: "1a2b3c", Unread: 2, Emptied: []tracker.Emptied{{Column: "kind", Fields: 3}}}), err
	})
	if err != nil {
		t.Fatal(err)
	}
	f.types("suggest withdraw France source:https://example.org")
	today := tracker.DayOf(time.Now())
	if got := ask(); got.Old || got.Days != 0 || got.Compared != today || got.Changed != today || got.Waiting != 1 || got.Others != 1 || got.Unread != 2 || len(got.Emptied) != 1 || got.Revision != "1a2b3c" {
		t.Errorf("%+v", got)
	}
}
