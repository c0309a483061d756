package answer

import (
	"cmp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// spanish is the grammar of Spanish: the articles that some names have, "del" and "al" for "de el" and "a el", and "e" and "u" for "y" and "o"
// before their own sound.
type spanish struct{}

// forms are the name with its article if it has one (el Reino Unido, Kenia), after de and a (del Reino Unido, al Reino Unido),
// and after y and o (y Kenia, e Italia; o Kenia, u Omán).
func (spanish) forms() []string { return []string{"el", "de", "a", "y", "o"} }

func (spanish) form(form, name string, is noun) string {
	switch form {
	case "y":
		if sounds(name, "i", "í", "hi", "hí") && !sounds(name, "hie", "hia") {
			return "e " + name
		}
		return "y " + name
	case "o":
		if sounds(name, "o", "ó", "ho", "hó") {
			return "u " + name
		}
		return "o " + name
	}
	if is != bare {
		name = spanishArticle(name, is)
	}
	rest, masculine := strings.CutPrefix(name, "el ")
	switch {
	case form == "el":
		return name
	case masculine && form == "de":
		return "del " + rest
	case masculine:
		return "al " + rest
	}
	return form + " " + name
}

// sounds reports whether a name begins with one of these, in any case.
func sounds(name string, beginnings ...string) bool {
	start := strings.ToLower(name[:min(len(name), len("hié"))])
	for _, beginning := range beginnings {
		if strings.HasPrefix(start, beginning) {
			return true
		}
	}
	return false
}

// spanishArticles are those of names by their first words; others have none.
var spanishArticles = sync.OnceValue(func() map[string]string {
	table := map[string]string{"Santa Sede": "la"}
	for article, words := range map[string]string{
		"el": "Llamamiento Reino Territorio Caribe Congo G4 G7 G20 P5 D-8 E3 MED9 CEFTA RCEP Quad Consejo Foro Espacio Triángulo Sistema Grupo Mercosur COMESA Sudeste Golfo " +
			"Magreb Sahel Cuerno Benelux Cáucaso",
		"la": "República Isla Unión OTAN OCDE ASEAN Mancomunidad Organización CEDEAO Alianza UEMOA CEMAC CEEAC Comunidad SADC IGAD Liga OPEP CELAC AELC " +
			"OSCE APEC SAARC OTSC UE-15 BIMSTEC Asociación Comisión Fuerza Iniciativa Nueva zona Región Península Polinesia Guayana",
		"los": "Países Emiratos Territorios Catorce Cinco Cuatro Grandes Nueve Ocho Seis BRICS Balcanes",
		"las": "Naciones Islas",
	} {
		for word := range strings.FieldsSeq(words) {
			table[word] = article
		}
	}
	return table
})

// spanishArticle puts the article before a name that has one. That of a call which the table doesn't know is shown by how its
// first word ends: la Declaración, el Acuerdo.
func spanishArticle(name string, is noun) string {
	first, rest, _ := strings.Cut(name, " ")
	article := cmp.Or(spanishArticles()[name], spanishArticles()[first])
	switch {
	case article != "" || is != aCall:
	case strings.HasSuffix(first, "a"), strings.HasSuffix(first, "ión"), strings.HasSuffix(first, "dad"):
		article = "la"
	default:
		article = "el"
	}
	if article == "" {
		return name
	}
	initial, _ := utf8.DecodeRuneInString(rest)
	if common := strings.Contains("Países Región Península Islas", first); common && unicode.IsLower(initial) { // nouns, not names
		name = strings.ToLower(first) + name[len(first):]
	}
	return article + " " + name
}

// several reports whether a name stands for many.
func (spanish) several(name string) bool {
	return strings.HasPrefix(name, "los ") || strings.HasPrefix(name, "las ")
}

// typography leaves texts as they are.
func (spanish) typography(text string) string { return text }
