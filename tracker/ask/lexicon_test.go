package ask_test

import (
	"testing"

	"rollcall/tracker/ask"
)

// TestMisspelt holds that a role that doesn't exist, or a row of one, doesn't load.
func TestMisspelt(t *testing.T) {
	for _, head := range []string{"klass company", "", "name Example Foundation", "filler ~much"} {
		if ask.Phrase(head, "companies") == nil {
			t.Errorf("%q loads", head)
		}
	}
	for _, rest := range []string{"needs klass", "want class", "needs class ; cost much"} {
		if ask.Row("count {filter}", rest) == nil {
			t.Errorf("%q loads", rest)
		}
	}
	if err := ask.Row("count {filter}", "needs class ; takes FILTER ; cost 0.1"); err != nil {
		t.Error(err)
	}
}
