package query_test

import (
	"strings"
	"testing"

	"rollcall/tracker/pariscall"
	"rollcall/tracker/query"
)

// What a filter says is read again from how the ledger keeps it, as a stored filter is and as a typed one.
func FuzzReadFilter(f *testing.F) {
	call, err := pariscall.Call()
	if err != nil {
		f.Fatal(err)
	}
	for _, typed := range []string{"state in:eu not country:FR", "company or kind:university country:DE country:IN", "not not state", "state and in:eu and in:nato or or",
		"local government in:western_africa", "in:", "and", "not", "state or", "public authorities, civil society", "country:FR and country:DE not in:g7 state and company", "not state state", "state not company public_authority"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		read, unknown, err := query.Subscribed(call, query.Line(typed), true)
		if err != nil || len(unknown) > 0 {
			return
		}
		kept := read.String()
		again, unknown, err := query.Subscribed(call, query.Line(kept), false)
		if err != nil || len(unknown) > 0 || again.String() != kept || len(again) != len(read) {
			t.Errorf("%q is kept as %q, and read again as %q (%v, %v)", typed, kept, again, unknown, err)
		}
		for i := range min(len(read), len(again)) {
			if len(read[i]) != len(again[i]) {
				t.Errorf("%q is kept as %q, whose part %d has %d choices, want %d", typed, kept, i+1, len(again[i]), len(read[i]))
			}
		}
		if strings.Contains(kept, "  ") {
			t.Errorf("%q is kept as %q", typed, kept)
		}
	})
}

// Filters stored before there were commas keep their meaning: a key that is there twice means either.
func TestStoredFiltersReadAsTheyDid(t *testing.T) {
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	for stored, want := range map[string]string{
		"":                                        "",
		"state":                                   "state",
		"state company":                           "state,company",
		"kind:university kind:school":             "kind:university,school",
		"country:DE country:IN":                   "country:DE,IN",
		"in:eu in:nato":                           "in:eu,nato",
		"in:eu and in:nato":                       "in:eu and in:nato",
		"state in:eu not country:FR":              "state in:eu not country:FR",
		"not state not company":                   "not state not company",
		"not country:FR state company":            "not country:FR state,company",
		"kind:university or company country:FR":   "kind:university or company country:FR",
		"uncategorised":                           "category:none",
		"kind:local_government in:western_africa": "kind:local_government in:west_africa",
	} {
		f, unknown, err := query.Subscribed(call, query.Line(stored), true)
		if err != nil || len(unknown) > 0 || f.String() != want {
			t.Errorf("%q is read as %q (%v, %v), want %q", stored, f, unknown, err, want)
		}
	}
}
