package ask_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker/ask"
)

// What is kept of a question has its form, and no names.
func TestWords(t *testing.T) {
	r := reader(t)
	for _, c := range []struct{ asked, want, lang string }{
		{"Has Microsoft signed?", "has [name] signed", "en"},
		{"has Kenya signed in 2019?", "has [country] signed in 2019", "en"},
		{"which blorgs signed", "which blorgs signed", "en"},
		{"How many zorbits from France have signed?", "how many zorbits from [country] have signed", "en"},
		{"which blorgs Inc signed", "which [word] signed", "en"},
		{"which Blorgs signed", "which [word] signed", "en"},
		{"list acmes", "list [word]", "en"},
		{"has acme corp signed?", "has [word] signed", "en"},
		{"did John Smith of Zephyr Widgets endorse it?", "did [word] endorse it", "en"},
		{"How many NGOs from the EU joined after the Paris Call began?", "how many ngos from the eu joined after the paris call [word]", "en"},
		{"is human rights zephyr in", "is [word] in", "en"},
		{"is “Global Companies” in?", "is [word] in", "en"},
		{"mail zoe.smith@example.org about the companies", "[word] about the companies", "en"},
		{"<@U012AB3CD> how many companies", "[word] how many companies", "en"},
		{"call 0123456789 about 80 companies", "call [word] about 80 companies", "en"},
		{"states as of 1 June 2021, before Microsoft", "states as of 1 june 2021 before [name]", "en"},
		{"call 06 12 34 56 78 about 80 companies, 81, 82", "call [word] about 80 companies 81 82", "en"},
		{"my card is 4111 1111 1111 1111", "my card is [word]", "en"},
		{"combien de gnörfes ont signé", "combien de gnorfes ont signe", "fr"},
		{"est-ce que Zéphyr a signé ?", "est ce que [word] a signe", "fr"},
		{"¿cuántas zorbitas firmaron?", "cuantas zorbitas firmaron", "es"},
		{"Zephyr Widgets", "", ""},
		{"", "", ""},
	} {
		if got, lang := r.Words(c.asked); got != c.want || lang != c.lang {
			t.Errorf("%s\n got %q in %q\nwant %q in %q", c.asked, got, lang, c.want, c.lang)
		}
	}
}

// What was read as a name is left out, also if its words are those of the lexicon.
func TestWordsHaveNoneOfTheNamesThatAreGiven(t *testing.T) {
	const asked = "is the cyber attack alliance of companies listed, and what is the Cyber Attack Alliance?"
	words, _ := reader(t).Words(asked, "cyber attack alliance", "", "not there")
	if strings.Contains(words, "alliance") || strings.Contains(words, "attack") || !strings.Contains(words, "is the [name] of companies listed and what is the [") {
		t.Errorf("kept is %s", words)
	}
}

// No name is kept, however it is written and wherever it stands.
func TestWordsHaveNoNames(t *testing.T) {
	r := reader(t)
	frames := []string{"Has NAME signed?", "NAME signed or not", "is NAME from Kenya listed", "What does NAME do, and which companies like NAME joined in 2019?",
		"my boss NAME says that less than 80 states signed", "a signé NAME ?", "NAME est-il dans la liste ?", "¿firmó NAME?", "NAME hacked our hospital, is that covered?", "why NAME", "list the companies that NAME owns",
		"which NAME offices signed", "how many of NAME signed?", "hi, NAME here. who chairs the working group?"}
	for _, name := range []string{"John Smith", "Zoë Zephyr", "Zephyr Widgets", "Zephyr & Widgets Ltd", "O'Zephyr", "Jean-Zephyr Dupond", "Zephyr Security Institute", "Institute of Zephyr", "zephyr.io", "@zephyr",
		"U012ZEPHYR", "zephyr_widgets", "#zephyr-team", "https://example.org/zephyr", "Зефир", "ゼファー", "Zephyr4You", "ZW"} {
		for _, frame := range frames {
			for _, written := range []string{name, strings.ToLower(name), strings.ToUpper(name)} {
				asked := strings.ReplaceAll(frame, "NAME", written)
				words, _ := r.Words(asked)
				for _, part := range []string{"zephyr", "widget", "smith", "dupond", "zoe", "john", "зефир", "ゼファー", "zw", "u012"} {
					if slices.Contains(strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), part) || len(part) > 4 && strings.Contains(words, part) {
						t.Errorf("%s\n is kept as %s", asked, words)
					}
				}
			}
		}
	}
}

// Whatever is asked, what is kept of it is short, and made of small letters, numbers and stand-ins.
func TestWordsOfHostileQuestions(t *testing.T) {
	for _, text := range hostile() {
		wantSoundWords(t, reader(t), text)
	}
}

// The same of questions into which signs and letters fell, which are read, too.
func TestWordsOfMangledQuestions(t *testing.T) {
	r, all, random := reader(t), examples(t, "testdata/*.txt"), rand.New(rand.NewPCG(1, 2))
	signs := []rune("abé ?.,'\"@/-:<>|_#0123ÀßЖ漢\u202e\x00\u0301🇫🇷[]&«")
	for range 300 {
		text := []rune(all[random.IntN(len(all))].question)
		for range random.IntN(7) {
			text = slices.Insert(text, random.IntN(len(text)+1), signs[random.IntN(len(signs))])
		}
		wantSoundWords(t, r, string(text))
		r.Ask(string(text), "")
	}
}

func wantSoundWords(t *testing.T, r *ask.Reader, text string) {
	t.Helper()
	words, _ := r.Words(text)
	if len(words) > 200 || !utf8.ValidString(words) {
		t.Errorf("%.100q is kept as %q", text, words)
	}
	for word := range strings.FieldsSeq(words) {
		if word != ask.AName && word != ask.ACountry && word != ask.AWord && strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsPrint(r) || unicode.IsUpper(r) || r == '[' }) {
			t.Errorf("of %.100q, %q is kept", text, word)
		}
	}
}

// A row of the lexicon that is made of a choice is one: with it, the question is surely read as what was chosen.
func TestARowThatIsMadeOfAChoiceMeansIt(t *testing.T) {
	for _, c := range []struct{ asked, class, want string }{
		{"how many zorbits signed?", "supporter", "count"},
		{"Which blorgs have signed?", "kind:university", "list kind:university"},
		{"combien de gnorfes ont signé ?", "company", "count company"},
	} {
		r := reader(t)
		words, lang := r.Words(c.asked)
		word, of := r.Unread(words, lang)
		if before := r.Ask(c.asked, "")[0]; word == "" || of != lang || before.Sure && before.Readings[0].Line == c.want {
			t.Errorf("%s is understood, or %q isn't unknown", c.asked, word)
		}
		r, err := r.Taught(lang, ask.ClassRow(c.class, word))
		if err != nil {
			t.Fatal(err)
		}
		if after := r.Ask(c.asked, "")[0]; !after.Sure || after.Readings[0].Line != c.want {
			t.Errorf("%s is read as %+v", c.asked, after.Readings)
		}
	}
	for _, words := range []string{"", "has [word] signed", "which blorgs and snarfs signed", "how many companies signed"} {
		if word, _ := reader(t).Unread(words, "en"); word != "" {
			t.Errorf("of %q, %q could be learnt", words, word)
		}
	}
}
