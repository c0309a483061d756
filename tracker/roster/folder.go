package roster

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// front is a supporter as front matter, in the words of the Paris Call's official list, and more for what it has no words for.
type front struct {
	Name        string       `yaml:"name"`
	Category    string       `yaml:"category"`
	Nature      tracker.Kind `yaml:"nature"`
	Nationality string       `yaml:"nationality"`
	Joined      tracker.Date `yaml:"date_signed,omitempty"`
	Website     string       `yaml:"website,omitempty"`
	Aliases     []string     `yaml:"aliases,omitempty"`
	FirstListed tracker.Day  `yaml:"first_listed,omitempty"`
	Source      string       `yaml:"source,omitempty"`
	Note        string       `yaml:"note,omitempty"`
}

// NameIn is the name of the supporter in a file of Files, or empty if it can be none of them.
func NameIn(content []byte) string {
	content, begins := bytes.CutPrefix(content, []byte("---\n"))
	content, _, ends := bytes.Cut(content, []byte("\n---\n"))
	var f front
	if !begins || !ends || yaml.Unmarshal(content, &f) != nil {
		return ""
	}
	return f.Name
}

// Files are supporters as a folder of Markdown files, which ReadFolder reads. A file is called after its supporter's name, category and
// country, unless another file has the same, so that its name stays the same from one time to the next.
func Files(supporters iter.Seq[*tracker.Supporter]) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		used := map[string]bool{}
		for s := range supporters {
			f := front{s.Name, strings.ReplaceAll(string(s.Category), "_", "-"), s.Kind, "", s.Joined, s.Website, s.Aliases, s.FirstListed, s.Source, s.Note}
			switch s.Category {
			case tracker.Company:
				f.Category = "private-sector"
			case tracker.Uncategorised:
				f.Category = ""
			}
			if c, ok := names.CountryOf(s.Country); ok {
				f.Nationality = c.Alpha3
			}
			var content bytes.Buffer
			content.WriteString("---\n")
			e := yaml.NewEncoder(&content)
			e.SetIndent(2)
			if e.Encode(f) != nil || e.Close() != nil {
				continue // texts can be encoded, and a Buffer takes all
			}
			content.WriteString("---\n")
			name := strings.Trim(fmt.Sprintf("%s-%s-%s", fileName(s.Name), f.Category, f.Nationality), "-")
			if used[name] {
				name = fmt.Sprintf("%s-%d", name, s.ID)
			}
			used[name] = true
			if !yield(name+".md", content.Bytes()) {
				return
			}
		}
	}
}

// fileName is a name in small letters and digits, with underscores between.
func fileName(name string) string {
	const most = 60
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	all := []rune(strings.Join(tracker.Each(words, names.Key), "_"))
	return cmp.Or(string(all[:min(len(all), most)]), "supporter")
}
