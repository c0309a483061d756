package query_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// TestHowAnAnswerReads holds the answers to lines of every kind, about every country and group, to what a reader can expect: a
// first line of at most 140 characters that never counts zero, no more than 1,500 characters unless all of it is asked for, and
// half of them no longer than 350.
func TestHowAnAnswerReads(t *testing.T) {
	r := newRunner(t)
	lines := strings.Split(`count
count state
count state as-of:2020-12-31
count state as-of:2018-12-31
count company by:country top:1
count by:category
count by:kind bottom:1
count company at-least:500 when
count country:US of company
count joined:2018
list
list state as-of:2019-09-16
list company first:100
list company from:ZZ
list is:withdrawn
list is:removed
list is:announced
compare company vs civil_society vs state
compare state vs state as-of:2020-01-01
compare Microsoft vs Google
changes
changes on:2020
changes on:2021 by:month
changes removed
changes on:2022 removed
changes recategorised
diff 2020-01-01 2022-01-01
figures
figures state
figures on:..2018-12-31
principles
principle 2,8
principle about ransomware
norm
working-group
about
who Benin, France when
who France, China, Russia is:listed`, "\n")
	for i := range r.Call.Principles {
		lines = append(lines, fmt.Sprint("principle ", i+1))
	}
	for i, g := range r.Call.Groups {
		other := r.Call.Groups[(i+7)%len(r.Call.Groups)].ID
		lines = append(lines, "missing "+g.ID, "group "+g.ID+" as-of:2020-01-01", "count company in:"+g.ID, "count in:"+g.ID+" not country:FR", "list state in:"+g.ID,
			"compare in:"+g.ID+" vs in:"+other, "who "+g.ID, "count state in:"+g.ID+" more-than:10")
	}
	for _, c := range names.Countries() {
		lines = append(lines, "who "+c.Name, "who "+c.Name+" as-of:2020-01-01", "count country:"+c.Code, "list company country:"+c.Code, "count company country:"+c.Code+" of company")
	}
	for s := range r.Book.Roll() {
		if s.ID%9 == 0 && len(s.Name) < 80 { // a longer name leaves no room
			lines = append(lines, fmt.Sprintf("who #%d", s.ID), fmt.Sprintf("who #%d when source", s.ID))
		}
	}
	for _, lang := range answer.Languages() {
		w := answer.In(lang)
		var sizes []int
		for _, line := range lines {
			q, err := parse(r, line)
			if err != nil {
				continue // a country that shares its name
			}
			a := answer.Write(r.Run(q), w)
			n := utf8.RuneCountInString(a.Text)
			sizes = append(sizes, n)
			if first := utf8.RuneCountInString(a.Headline); first > 140 || strings.HasPrefix(a.Headline, "0 ") || strings.Contains(a.Headline, "://") {
				t.Errorf("%s: the first line has %d characters: %s", line, first, a.Headline)
			}
			if n > 1_500 {
				t.Errorf("%s, in %s: %d characters", line, w.Lang(), n)
			}
		}
		slices.Sort(sizes)
		if median := sizes[len(sizes)/2]; median > 350 {
			t.Errorf("%s: half of %d answers have %d characters or more", w.Lang(), len(sizes), median)
		} else {
			t.Logf("%s: half of %d answers have at most %d characters", w.Lang(), len(sizes), median)
		}
	}
}
