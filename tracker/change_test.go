package tracker_test

import (
	"fmt"
	"slices"
	"testing"

	"rollcall/tracker"
)

func TestBetweenIsTheNetChange(t *testing.T) {
	listed := func(id tracker.Seq, category tracker.Category) tracker.Supporter {
		return tracker.Supporter{ID: id, Name: fmt.Sprint("Supporter ", id), Category: category, FirstListed: "2026-03-01"}
	}
	as := func(s tracker.Supporter, change func(*tracker.Supporter)) tracker.Supporter {
		change(&s)
		return s
	}
	left := func(s tracker.Supporter, status tracker.Status) tracker.Supporter {
		s.Left = tracker.Departure{Status: status, On: "2026-03-02"}
		return s
	}
	one, two, gone := listed(1, tracker.Company), listed(2, tracker.State), left(listed(3, tracker.Company), tracker.Withdrawn)
	figure := tracker.Reported{Date: "2026", Category: tracker.State, Value: 81, Qualifier: tracker.Exactly}
	before := []tracker.Event{
		tracker.Changed{Why: tracker.Joined, Supporter: one}, tracker.Changed{Why: tracker.Joined, Supporter: two},
		tracker.Changed{Why: tracker.Withdrew, Supporter: gone}, figure,
	}
	changed := func(s tracker.Supporter) tracker.Event { return tracker.Changed{Supporter: s} }
	undone := func(s tracker.Supporter, entry tracker.Seq) tracker.Event {
		return tracker.Changed{Why: tracker.Undone, Supporter: s, Undoes: entry}
	}

	for name, c := range map[string]struct {
		events        []tracker.Event // the first is entry 5
		joined        []tracker.Seq
		withdrew      []tracker.Seq
		removed       []tracker.Seq
		merged        []tracker.Seq
		recategorised []tracker.Seq
		amended       []tracker.Seq
		figures       int
		restored      []tracker.Seq
		retracted     int
	}{
		"nothing":                     {},
		"joined":                      {events: []tracker.Event{changed(listed(5, tracker.State))}, joined: []tracker.Seq{5}},
		"joined then withdrew":        {events: []tracker.Event{changed(listed(5, tracker.State)), changed(left(listed(5, tracker.State), tracker.Withdrawn))}},
		"joined then removed":         {events: []tracker.Event{changed(listed(5, tracker.State)), changed(left(listed(5, tracker.State), tracker.Removed))}},
		"joined then recategorised":   {events: []tracker.Event{changed(listed(5, tracker.State)), changed(listed(5, tracker.Company))}, joined: []tracker.Seq{5}},
		"withdrew":                    {events: []tracker.Event{changed(left(one, tracker.Withdrawn))}, withdrew: []tracker.Seq{1}},
		"removed":                     {events: []tracker.Event{changed(left(one, tracker.Removed))}, removed: []tracker.Seq{1}},
		"merged":                      {events: []tracker.Event{changed(left(one, tracker.Merged))}, merged: []tracker.Seq{1}},
		"joined, which is undone":     {events: []tracker.Event{changed(listed(5, tracker.State)), undone(left(listed(5, tracker.State), tracker.Removed), 5)}},
		"withdrew and came back":      {events: []tracker.Event{changed(left(one, tracker.Withdrawn)), changed(one)}},
		"removed and came back else":  {events: []tracker.Event{changed(left(one, tracker.Removed)), changed(listed(1, tracker.State))}, recategorised: []tracker.Seq{1}},
		"who had left comes back":     {events: []tracker.Event{changed(listed(3, tracker.Company))}, joined: []tracker.Seq{3}},
		"who had left is restored":    {events: []tracker.Event{undone(listed(3, tracker.Company), 3)}, restored: []tracker.Seq{3}},
		"a figure is taken back":      {events: []tracker.Event{tracker.Retracted{Entry: 4, Reason: "misread"}}, retracted: 1},
		"a figure is put right":       {events: []tracker.Event{tracker.Retracted{Entry: 4, Reason: "misread"}, tracker.Reported{Date: "2026", Value: 82}}, figures: 1, retracted: 1},
		"a figure comes and goes":     {events: []tracker.Event{tracker.Reported{Date: "2026", Value: 82}, tracker.Retracted{Entry: 5}}},
		"who had left is removed":     {events: []tracker.Event{changed(left(listed(3, tracker.Company), tracker.Removed))}},
		"who had left comes and goes": {events: []tracker.Event{changed(listed(3, tracker.Company)), changed(gone)}},
		"recategorised":               {events: []tracker.Event{changed(listed(1, tracker.CivilSociety))}, recategorised: []tracker.Seq{1}},
		"recategorised and back":      {events: []tracker.Event{changed(listed(1, tracker.CivilSociety)), changed(one)}},
		"comes back twice undone": {events: []tracker.Event{changed(listed(3, tracker.Company)), undone(gone, 5), undone(listed(3, tracker.Company), 6)},
			joined: []tracker.Seq{3}},
		"restored after it was posted": {events: []tracker.Event{changed(listed(3, tracker.Company)), undone(gone, 5), undone(listed(3, tracker.Company), 3)},
			restored: []tracker.Seq{3}},
		"recategorised and renamed": {events: []tracker.Event{changed(as(listed(1, tracker.State), func(s *tracker.Supporter) { s.Name = "New" }))},
			recategorised: []tracker.Seq{1}},
		"renamed":              {events: []tracker.Event{changed(as(one, func(s *tracker.Supporter) { s.Name = "New" }))}, amended: []tracker.Seq{1}},
		"with another alias":   {events: []tracker.Event{changed(as(one, func(s *tracker.Supporter) { s.Aliases = []string{"New"} }))}, amended: []tracker.Seq{1}},
		"with another kind":    {events: []tracker.Event{changed(as(one, func(s *tracker.Supporter) { s.Kind = "school" }))}, amended: []tracker.Seq{1}},
		"with another country": {events: []tracker.Event{changed(as(one, func(s *tracker.Supporter) { s.Country = "FR" }))}, amended: []tracker.Seq{1}},
		"with another date":    {events: []tracker.Event{changed(as(one, func(s *tracker.Supporter) { s.Joined = "2018" }))}, amended: []tracker.Seq{1}},
		"said again":           {events: []tracker.Event{changed(one)}},
		"amended and undone":   {events: []tracker.Event{changed(as(one, func(s *tracker.Supporter) { s.Note = "n" })), changed(one)}},
		"a new figure":         {events: []tracker.Event{tracker.Reported{Date: "2026", Value: 82, Category: tracker.State}}, figures: 1},
		"the same figure":      {events: []tracker.Event{figure}, figures: 1},
		"nothing of the roll":  {events: []tracker.Event{tracker.Noted{Event: "e"}, tracker.Claimed{Name: "c"}, tracker.Subscribed{ID: 7, Channel: "C1"}}},
		"all at once": {events: []tracker.Event{changed(listed(5, tracker.State)), changed(left(one, tracker.Withdrawn)), changed(left(two, tracker.Removed)), tracker.Reported{Value: 1}, tracker.Reported{Value: 2}},
			joined: []tracker.Seq{5}, withdrew: []tracker.Seq{1}, removed: []tracker.Seq{2}, figures: 2},
	} {
		t.Run(name, func(t *testing.T) {
			var entries []tracker.Entry
			for i, event := range slices.Concat(before, c.events) {
				entries = append(entries, entry(tracker.Seq(i+1), "2026-03-02", event))
			}
			old := with(t, &tracker.Book{}, entries[:len(before)]...)
			// The same, whether the Books grew from one another or were folded apart.
			for how, now := range map[string]*tracker.Book{"grown": with(t, old, entries[len(before):]...), "folded": with(t, &tracker.Book{}, entries...)} {
				change := tracker.Between(old, now)
				ids := func(all []*tracker.Supporter) (ids []tracker.Seq) {
					for _, s := range all {
						ids = append(ids, s.ID)
					}
					return ids
				}
				amendments := func(all []tracker.Move) (ids []tracker.Seq) {
					for _, a := range all {
						if a.Before.ID != a.After.ID || a.Before != old.Supporter(a.Before.ID) {
							t.Errorf("an amendment of %+v is said to be of %+v", a.Before, a.After)
						}
						ids = append(ids, a.After.ID)
					}
					return ids
				}
				for _, part := range []struct {
					what      string
					got, want []tracker.Seq
				}{
					{"joined", ids(change.Who(tracker.Joined)), c.joined}, {"withdrew", ids(change.Who(tracker.Withdrew)), c.withdrew},
					{"removed", ids(change.Who(tracker.WasRemoved)), c.removed}, {"merged", ids(change.Who(tracker.WasMerged)), c.merged}, {"recategorised", amendments(change.Which(tracker.Recategorised)), c.recategorised},
					{"amended", amendments(change.Which(tracker.Amended)), c.amended}, {"restored", ids(change.Who(tracker.Restored)), c.restored},
				} {
					if !slices.Equal(part.got, part.want) {
						t.Errorf("%s: %s are %v, want %v", how, part.what, part.got, part.want)
					}
				}
				if n := len(change.Which(tracker.FigurePublished)); n != c.figures {
					t.Errorf("%s: there are %d new figures, want %d", how, n, c.figures)
				}
				if n := len(change.Which(tracker.FigureRetracted)); n != c.retracted {
					t.Errorf("%s: %d figures are taken back, want %d", how, n, c.retracted)
				}
				empty := len(c.restored)+c.retracted+len(c.joined)+len(c.withdrew)+len(c.removed)+len(c.merged)+len(c.recategorised)+len(c.amended)+c.figures == 0
				if change.Empty() != empty {
					t.Errorf("%s: empty is %t, want %t", how, change.Empty(), empty)
				}
				if change.Before != old.Counts() || change.After != now.Counts() {
					t.Errorf("%s: counts go from %+v to %+v", how, change.Before, change.After)
				}
			}
		})
	}
}

// What joined and left explains every difference of the counts.
func TestBetweenAddsUp(t *testing.T) {
	for seed := range uint64(10) {
		entries := randomLedger(t, 200+seed, 80)
		book := with(t, &tracker.Book{}, entries...)
		for from := 0; from <= len(entries); from += 13 {
			for to := from; to <= len(entries); to += 17 {
				c := tracker.Between(book.Upto(tracker.Seq(from)), book.Upto(tracker.Seq(to)))
				sum := map[tracker.Category]int{}
				for _, s := range c.Who(tracker.Joined, tracker.Restored) {
					sum[s.Category]++
				}
				for _, s := range c.Who(tracker.Withdrew, tracker.WasRemoved, tracker.WasMerged) {
					sum[book.Upto(tracker.Seq(from)).Supporter(s.ID).Category]--
				}
				for _, a := range c.Which(tracker.Recategorised) {
					sum[a.Before.Category]--
					sum[a.After.Category]++
				}
				for _, category := range tracker.Categories() {
					if got := c.Before.Of(category) + sum[category]; got != c.After.Of(category) {
						t.Errorf("seed %d, %d to %d: %s goes from %d to %d, and the changes give %d", seed, from, to, category, c.Before.Of(category), c.After.Of(category), got)
					}
				}
			}
		}
	}
}

// Under a filter too, the changes explain every difference of the count.
func TestNarrowAddsUp(t *testing.T) {
	for seed := range uint64(10) {
		entries := randomLedger(t, 300+seed, 80)
		book := with(t, &tracker.Book{}, entries...)
		for _, term := range []tracker.Term{{Key: tracker.ByCategory, Value: "state"}, {Key: tracker.ByCategory, Value: "company"}, {Key: tracker.ByCategory, Value: "civil_society"}, {Key: tracker.ByCountry, Value: "FR"}} {
			f := tracker.Of(term)
			for from := 0; from <= len(entries); from += 13 {
				for to := from; to <= len(entries); to += 17 {
					before, after := book.Upto(tracker.Seq(from)), book.Upto(tracker.Seq(to))
					c := tracker.Between(before, after).Narrow(f, nil, before, after)
					sum := len(c.Which(tracker.Joined, tracker.Restored)) - len(c.Which(tracker.Withdrew, tracker.WasRemoved, tracker.WasMerged))
					for _, a := range c.Which(tracker.Recategorised, tracker.Amended) {
						switch was, is := f.On(before)(a.Before), f.On(after)(a.After); {
						case is && !was:
							sum++
						case was && !is:
							sum--
						}
					}
					if got := c.After.Total() - c.Before.Total(); got != sum {
						t.Errorf("seed %d, %d to %d, %s: the count moves by %d, and the changes by %d", seed, from, to, f, got, sum)
					}
				}
			}
		}
	}
}
