package names

import "testing"

func TestHomonym(t *testing.T) {
	for _, c := range []struct{ name, lang, want string }{
		{"virginia", "en", "West Virginia"}, {"Virginie", "fr", "la Virginie-Occidentale"}, {"Géorgie", "es", "el estado de Georgia en los Estados Unidos"},
		{"Kenya", "en", ""}, {"", "en", ""}, {"Virginia", "", ""},
	} {
		if got := Homonym(c.name, c.lang); got != c.want {
			t.Errorf("Homonym(%q, %q) = %q", c.name, c.lang, got)
		}
	}
	if got := HomonymInEnglish("virginie"); got != "Virginia" {
		t.Errorf("virginie is %q in English", got)
	}
	if got := HomonymInEnglish("Kenya"); got != "" {
		t.Errorf("Kenya is %q in English", got)
	}
}
