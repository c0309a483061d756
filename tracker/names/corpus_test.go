package names

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A corpus is a list of invented organisations, and queries for which the right answer is known.
type corpus struct {
	names   []Name
	queries []labelled
}

type labelled struct {
	class string
	text  string
	want  ID
}

var classes = []string{"exact", "prefix", "one-edit", "two-edits", "reordered", "acronym"}

const queriesPerClass = 334

// corpora makes each corpus once; the largest takes seconds.
var corpora = struct {
	sync.Mutex
	bySize map[int]*corpus
}{bySize: make(map[int]*corpus)}

func corpusOf(size int) *corpus {
	corpora.Lock()
	defer corpora.Unlock()
	if c, ok := corpora.bySize[size]; ok {
		return c
	}
	g := &generator{rand.New(rand.NewPCG(1, 2018_11_12))}
	c := &corpus{}
	seen := make(map[string]bool)
	for len(c.names) < size {
		name := g.name()
		if key := Key(name); !seen[key] {
			seen[key] = true
			c.names = append(c.names, Name{ID(len(c.names) + 1), name})
		}
	}
	c.queries = g.queries(c.names)
	corpora.bySize[size] = c
	return c
}

type generator struct{ *rand.Rand }

func (g *generator) pick(list string) string {
	options := strings.Split(list, "|")
	return options[g.IntN(len(options))]
}

// brand invents a proper name of two to four syllables.
func (g *generator) brand() string {
	var b strings.Builder
	for range 2 + g.IntN(3) {
		b.WriteString(g.pick("b|c|d|f|g|h|k|l|m|n|p|r|s|t|v|z|br|tr|st|gr|pl|ch|ł|ș|ž|ñ||"))
		b.WriteString(g.pick("a|e|i|o|u|a|e|i|o|u|é|ö|á|ia|ou|ü"))
		b.WriteString(g.pick("||||n|r|l|s|t|x|nd|rt|k|m"))
	}
	r := []rune(b.String())
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

func (g *generator) topic() string {
	return g.pick("Cybersecurity|Digital Rights|Internet Governance|Data Protection|Public Health|Peace|Software|Electronics|" +
		"Telecommunications|Information Technology|Human Rights|Innovation|Development|Democracy|Privacy|Banking|" +
		"Energy|Education|Youth|Women in Technology|Artificial Intelligence|Media Freedom|Consumer Affairs|Research|" +
		"Cloud Computing|Open Source|Critical Infrastructure|Trade|Transport|Space Policy")
}

// name invents an organisation as in real lists: mostly companies, then societies in several languages.
func (g *generator) name() string {
	switch n := g.IntN(100); {
	case n < 50:
		return strings.TrimSpace(g.brand() + " " + g.pick("|Technologies|Systems|Software|Consulting|Security|Group|Labs|"+
			"Telecom|Networks|Solutions|Digital|Bank|Pharma|Energy|Media|Partners|Industries|Services|Cloud|Analytics") +
			" " + g.pick("|||||GmbH|S.A.|Inc.|Ltd|s.r.o.|AG|B.V.|Oy|AB|LLC|PLC|SAS|SARL|S.p.A.|S.L.|Pty Ltd|K.K.|A/S|Kft."))
	case n < 58:
		return g.pick("University of |Université de |Universidad de |Technical University of |Universität ") + g.brand()
	case n < 72:
		return g.withAcronym(g.pick("Association|Institute|Centre|Council|Forum|Society|Alliance") +
			g.pick(" for | of ") + g.topic() + " and " + g.topic() + g.pick(" in | of ") + g.brand())
	case n < 80:
		return g.brand() + " " + g.pick("Chamber of Commerce|Chamber of Commerce and Industry|Business Association")
	case n < 88:
		return g.pick("Fundación |Fundacja |Fondation |Stiftung |Asociación |Związek ") + g.brand() + g.pick("| "+g.brand())
	case n < 94:
		return g.brand() + " " + g.pick("Foundation|Initiative|Institute|Observatory|Network") + " for " + g.topic()
	default:
		return g.pick("City of |Ville de |Municipality of |Gmina |Comune di ") + g.brand() + g.pick("| "+g.brand())
	}
}

func (g *generator) withAcronym(name string) string {
	acronym := strings.ToUpper(Key(name[:2]) + initials(words(name)) + Key(g.brand()[:2]))
	return fmt.Sprintf("%s (%s)", name, acronym)
}

func (g *generator) queries(all []Name) []labelled {
	var queries []labelled
	keys := make([]string, len(all))
	acronyms := make(map[string]int)
	for i, name := range all {
		keys[i] = Key(name.Text)
		if _, acronym, ok := givenAcronym(name.Text); ok {
			acronyms[acronym]++
		}
	}
	slices.Sort(keys)
	for _, class := range classes {
		for n := 0; n < queriesPerClass; {
			name := all[g.IntN(len(all))]
			if text, ok := g.query(class, name.Text, keys, acronyms); ok {
				queries = append(queries, labelled{class, text, name.ID})
				n++
			}
		}
	}
	g.Shuffle(len(queries), func(i, j int) { queries[i], queries[j] = queries[j], queries[i] })
	return queries
}

// query asks for a name as its class does, or says that this isn't possible for the name.
func (g *generator) query(class, name string, keys []string, acronyms map[string]int) (string, bool) {
	switch class {
	case "exact":
		return g.pick(name + "|" + strings.ToUpper(name) + "|" + strings.ToLower(name) + "|" + fold(name, true)), true
	case "prefix":
		letters := []rune(fold(name, true))
		cut := string(letters[:len(letters)*(60+g.IntN(35))/100])
		return cut, beginsOne(keys, Key(cut))
	case "one-edit":
		return g.edit(name, 1)
	case "two-edits":
		return g.edit(name, 2)
	case "reordered":
		ws := saidWords(name)
		g.Shuffle(len(ws), func(i, j int) { ws[i], ws[j] = ws[j], ws[i] })
		text := strings.Join(ws, " ")
		return text, len(ws) > 1 && Key(text) != Key(name)
	default:
		_, acronym, ok := givenAcronym(name)
		return acronym, ok && acronyms[acronym] == 1
	}
}

// beginsOne reports whether exactly one key begins with the prefix.
func beginsOne(keys []string, prefix string) bool {
	at, _ := slices.BinarySearch(keys, prefix)
	return strings.HasPrefix(keys[at], prefix) && (at+1 == len(keys) || !strings.HasPrefix(keys[at+1], prefix))
}

// edit makes n slips of the keyboard in the name as people say it, if it is long enough.
func (g *generator) edit(name string, n int) (string, bool) {
	const bearable = 8
	said := strings.Join(saidWords(name), " ")
	letters := []rune(said)
	if len(letters) < bearable {
		return "", false
	}
	for range n {
		at := g.IntN(len(letters) - 1)
		other := rune('a' + g.IntN(26))
		switch g.IntN(4) {
		case 0:
			letters = slices.Insert(letters, at, other)
		case 1:
			letters = slices.Delete(letters, at, at+1)
		case 2:
			letters[at] = other
		default:
			letters[at], letters[at+1] = letters[at+1], letters[at]
		}
	}
	return string(letters), Key(string(letters)) != Key(said)
}
