package ask_test

import (
	"strings"
	"testing"

	"rollcall/tracker/ask"
	"rollcall/tracker/pariscall"
)

// What a filter says is read again from how the ledger keeps it.
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
		none := func(string) bool { return false }
		read, unknown, err := ask.ReadFilter(call, ask.Line(typed), none)
		if err != nil || unknown != "" {
			return
		}
		kept := read.String()
		again, unknown, err := ask.ReadFilter(call, ask.Line(kept), none)
		if err != nil || unknown != "" || again.String() != kept || len(again) != len(read) {
			t.Errorf("%q is kept as %q, and read again as %q (%q, %v)", typed, kept, again, unknown, err)
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
