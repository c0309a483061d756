package names

import "testing"

func TestPartOf(t *testing.T) {
	for text, want := range map[string]string{"Scotland": "GB", "ecosse": "GB", "Cataluña": "ES", "québec": "CA", "France": "", "Georgia": ""} {
		if got, ok := PartOf(text); got.Code != want || ok != (want != "") {
			t.Errorf("PartOf(%q) = %q, %t, want %q", text, got.Code, ok, want)
		}
	}
	for name := range Parts() {
		if state, ok := PartOf(name); !ok || state.Code == "" {
			t.Errorf("%s is a part of no state", name)
		}
		if c, ok := CountryOf(name); ok {
			t.Errorf("%s is the country %s", name, c.Code)
		}
	}
}
