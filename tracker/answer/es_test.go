package answer

import (
	"strings"
	"testing"

	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

// TestSpanishArticles holds what stands before names of countries, groups and the call.
func TestSpanishArticles(t *testing.T) {
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	w := In("es")
	for arg, want := range map[any][5]string{
		country("KE"):      {"Kenia", "de Kenia", "a Kenia", "y Kenia", "o Kenia"},
		country("GB"):      {"el Reino Unido", "del Reino Unido", "al Reino Unido", "y Reino Unido", "o Reino Unido"},
		country("NL"):      {"los Países Bajos", "de los Países Bajos", "a los Países Bajos", "y Países Bajos", "o Países Bajos"},
		country("VA"):      {"la Santa Sede", "de la Santa Sede", "a la Santa Sede", "y Santa Sede", "o Santa Sede"},
		country("SV"):      {"El Salvador", "de El Salvador", "a El Salvador", "y El Salvador", "o El Salvador"},
		country("IT"):      {"Italia", "de Italia", "a Italia", "e Italia", "o Italia"},
		country("OM"):      {"Omán", "de Omán", "a Omán", "y Omán", "u Omán"},
		country("US"):      {"Estados Unidos", "de Estados Unidos", "a Estados Unidos", "y Estados Unidos", "o Estados Unidos"},
		call:               {"el Llamamiento de París", "del Llamamiento de París", "al Llamamiento de París", "y Llamamiento de París", "o Llamamiento de París"},
		call.Group("eu"):   {"la Unión Europea (UE)", "de la Unión Europea (UE)", "a la Unión Europea (UE)", "y Unión Europea (UE)", "o Unión Europea (UE)"},
		call.Group("nato"): {"la OTAN", "de la OTAN", "a la OTAN", "y OTAN", "u OTAN"},
		"hierro":           {"hierro", "de hierro", "a hierro", "y hierro", "o hierro"},
		"Hitachi":          {"Hitachi", "de Hitachi", "a Hitachi", "e Hitachi", "o Hitachi"},
	} {
		for i, form := range w.forms() {
			if got := w.tell(arg, form); got != want[i] {
				t.Errorf("%s: %q, want %q", form, got, want[i])
			}
		}
	}
	if nordic := call.Group("nordic"); nordic == nil || w.tell(nordic, "de") != "de los países nórdicos" {
		t.Errorf("the Nordic countries are %q", w.tell(nordic, "de"))
	}
	if got := w.Say("and(before, last)", "Francia", "Italia"); got != "Francia e Italia" {
		t.Error(got)
	}
}

// TestSpanishIsMarked holds that the help says so while no native speaker has read the Spanish texts.
func TestSpanishIsMarked(t *testing.T) {
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	for lang, marked := range map[string]bool{"en": false, "fr": false, "es": true} {
		for _, facts := range []Facts{&OverviewFacts{}, &HelpFacts{}} {
			a := New(facts)
			a.Call = call
			if text := Write(a, In(lang)).Text; strings.Contains(text, "hablante nativo") != marked {
				t.Errorf("%s: %s", lang, text)
			}
		}
	}
}

// TestTheCallIsToldInEveryLanguage holds its name, its principles and its groups.
func TestTheCallIsToldInEveryLanguage(t *testing.T) {
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	once := func(what, lang string, texts map[string]string) {
		text := texts[lang]
		if other, ok := said[text]; text == "" || ok && other != what {
			t.Errorf("%s in %s is %q, as %s", what, lang, text, other)
		}
		said[text] = what
	}
	for _, lang := range Languages() {
		once("the call", lang, call.Names)
		for i := range call.Principles {
			p := call.Principles[i]
			once("title "+string(rune('0'+p.Number)), lang, p.Titles)
			once("summary "+string(rune('0'+p.Number)), lang, p.Summaries)
		}
		for i := range call.Groups {
			if g := &call.Groups[i]; tracker.In(g.Names, lang) == "" || g.Names[lang] == "" {
				t.Errorf("the group %s has no name in %s", g.ID, lang)
			}
		}
	}
}
