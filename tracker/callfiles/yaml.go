package callfiles

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"rollcall/tracker"
	"rollcall/tracker/covers"
)

// principles reads what the call says.
func (r *reader) principles() {
	var p principlesYAML
	root, ok := r.decode(principlesFile, true, &p)
	if !ok {
		return
	}
	at := func(path ...string) place { return place{principlesFile, lineOf(root, path...)} }
	r.asAWhole(&p, at)
	r.eachPrinciple(&p, at)
	r.workingGroups(&p, at)
}

// A principlesYAML is what the file of the principles has.
type principlesYAML struct {
	Call struct {
		Name          string
		Names         map[string]string // in the other languages
		NameFR        string            `yaml:"name_fr"` // names has it, too
		Short         map[string]string `yaml:"short_name"`
		Launched      string
		Binding       bool
		URL           string
		TextURL       string `yaml:"text_url"`
		PrinciplesURL string `yaml:"principles_url"`
		ListURL       string `yaml:"list_url"`
		Checked       string
		List          struct{ Address, Folder, Page string }
		Announced     string `yaml:"working_groups_announced"`
		Started       string `yaml:"working_groups_started"`
		Languages     []string
		Notes         []string
	}
	GCSC struct {
		Name, URL string
		Norms     []string
	}
	Principles []struct {
		Number        int
		Title         string
		Titles        map[string]string // in the other languages
		TitleFR       string            `yaml:"title_fr"` // titles has it, too
		Summary       string
		Summaries     map[string]string    // in the other languages
		SummaryFR     string               `yaml:"summary_fr"` // summaries has it, too
		Keywords      []string             // subjects, as folders had them before subjects_en.txt and subjects_fr.txt
		KeywordsFR    []string             `yaml:"keywords_fr"`
		Norms         []tracker.Norm       `yaml:"gcsc_norms"`
		Instruments   []tracker.Instrument `yaml:"un_instruments"`
		Others        []string             `yaml:"other_instruments"`
		WorkingGroups []int                `yaml:"working_groups"`
		Communities   []tracker.Community
		URL           string
	}
	WorkingGroups []struct {
		Number        int
		Title         string
		Titles        map[string]string
		CoChairs      []string `yaml:"co_chairs"`
		ExpertSupport []string `yaml:"expert_support"`
		Output        string
		Reported      string
		Principles    allOr
	} `yaml:"working_groups"`
}

// asAWhole reads what is said of the call as a whole.
func (r *reader) asAWhole(p *principlesYAML, at func(path ...string) place) {
	address := func(key, value string) string {
		if value == "" || tracker.CheckSource(value) != nil {
			r.wrong(at("call", key), "%s: it needs a web address, such as https://example.org/call", key)
		}
		return value
	}
	c := r.call
	c.Name, c.Names, c.Short = p.Call.Name, inEach(p.Call.Name, p.Call.NameFR, p.Call.Names), p.Call.Short
	c.Binding, c.Notes, c.Norms = p.Call.Binding, p.Call.Notes, p.GCSC.Norms
	for lang, name := range c.Names {
		r.refused(at("call", "name"), tracker.CheckName("name "+lang, name))
	}
	for lang, name := range c.Short {
		r.refused(at("call", "short_name"), tracker.CheckName("short_name "+lang, name))
	}
	c.Launched = r.day(at("call", "launched"), "launched", p.Call.Launched)
	c.Checked = r.day(at("call", "checked"), "checked", p.Call.Checked)
	c.URL, c.TextURL = address("url", p.Call.URL), address("text_url", p.Call.TextURL)
	c.PrinciplesURL, c.ListURL = address("principles_url", p.Call.PrinciplesURL), address("list_url", p.Call.ListURL)
	c.Origin = tracker.Origin(p.Call.List)
	if here := c.Origin.Address; c.Origin != (tracker.Origin{}) && (!strings.HasPrefix(here, "https://") || tracker.CheckSource(here) != nil) {
		r.wrong(at("call", "list"), "list: it needs an https address, such as https://example.org/list.csv")
	}
	if c.Origin.Folder != "" && !fs.ValidPath(c.Origin.Folder) {
		r.wrong(at("call", "list"), "list: %q is no folder of an archive; write it as lists/supporters", c.Origin.Folder)
	}
	c.WorkingGroupsAnnounced = r.known(at("call", "working_groups_announced"), "working_groups_announced", p.Call.Announced)
	c.WorkingGroupsStarted = r.known(at("call", "working_groups_started"), "working_groups_started", p.Call.Started)
	c.Languages = r.languages(at("call", "languages"), p.Call.Languages)
}

func (r *reader) eachPrinciple(p *principlesYAML, at func(path ...string) place) {
	c := r.call
	for i, one := range p.Principles {
		where := at("principles", strconv.Itoa(i))
		if one.Number != i+1 {
			r.wrong(where, "principle %d stands where %d should", one.Number, i+1)
		}
		if strings.TrimSpace(one.Title) == "" || strings.TrimSpace(one.Summary) == "" {
			r.wrong(where, "principle %d needs a title and a summary", i+1)
		}
		r.address(where, fmt.Sprintf("url of principle %d", i+1), one.URL)
		for _, n := range one.WorkingGroups {
			if n < 1 || n > len(p.WorkingGroups) {
				r.wrong(where, "principle %d names working group %d, and there are %d", i+1, n, len(p.WorkingGroups))
			}
		}
		c.Principles = append(c.Principles, tracker.Principle{Number: one.Number, Title: one.Title,
			Titles: inEach(one.Title, one.TitleFR, one.Titles), Summaries: inEach(one.Summary, one.SummaryFR, one.Summaries),
			Norms: one.Norms, Instruments: one.Instruments, Others: one.Others, WorkingGroups: one.WorkingGroups, Communities: one.Communities, URL: cmp.Or(one.URL, c.PrinciplesURL)})
		for lang, keywords := range map[string][]string{"en": one.Keywords, "fr": one.KeywordsFR} {
			for _, text := range keywords {
				r.about.Subjects = append(r.about.Subjects, covers.Subject{Principle: one.Number, Lang: lang, Text: text})
			}
		}
	}
}

func (r *reader) workingGroups(p *principlesYAML, at func(path ...string) place) {
	c := r.call
	for i, w := range p.WorkingGroups {
		where := at("working_groups", strconv.Itoa(i))
		if w.Number != i+1 || w.Title == "" {
			r.wrong(where, "working group %d stands where %d should, with a title", w.Number, i+1)
		}
		for _, n := range w.Principles {
			if c.Principle(n) == nil {
				r.wrong(where, "working group %d names principle %d, and there are %d", i+1, n, len(c.Principles))
			}
		}
		r.inAll(where, fmt.Sprintf("working group %d has no title", i+1), english(w.Title, w.Titles))
		c.WorkingGroups = append(c.WorkingGroups, tracker.WorkingGroup{Number: w.Number, Title: w.Title, Titles: english(w.Title, w.Titles),
			CoChairs: w.CoChairs, ExpertSupport: w.ExpertSupport, Output: r.address(where, fmt.Sprintf("output of working group %d", i+1), w.Output),
			Reported: r.known(at("working_groups", strconv.Itoa(i), "reported"), "reported", w.Reported), Principles: w.Principles})
	}
}

// allOr is a list of numbers, or the word all, which becomes an empty list.
type allOr []int

func (a *allOr) UnmarshalYAML(n *yaml.Node) error {
	if n.Value == "all" {
		return nil
	}
	return n.Decode((*[]int)(a))
}

// texts are a list, or one text in which bars part them.
type texts []string

func (t *texts) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return n.Decode((*[]string)(t))
	}
	for text := range strings.SplitSeq(n.Value, "|") {
		if text = strings.TrimSpace(text); text != "" {
			*t = append(*t, text)
		}
	}
	return nil
}

// codes are a list, or one text in which spaces part them.
type codes []string

func (c *codes) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return n.Decode((*[]string)(c))
	}
	*c = strings.Fields(n.Value)
	return nil
}

// A document is a YAML file that was parsed.
type document struct {
	root yaml.Node // of no kind if the file is empty
	err  error
}

// parse parses the YAML files, each on its own, as that takes longer than anything else that is done with a folder.
func (r *reader) parse(names ...string) {
	r.documents = map[string]<-chan document{}
	for _, name := range names {
		parsed := make(chan document, 1)
		r.documents[name] = parsed
		go func() {
			var d document
			var text []byte
			if text, d.err = fs.ReadFile(r.files, name); d.err == nil {
				d.err = yaml.Unmarshal(text, &d.root)
			}
			parsed <- d
		}()
	}
}

// decode decodes a YAML file into a struct that has all its keys, and returns its nodes, which know their lines.
func (r *reader) decode(name string, needed bool, into any) (root *yaml.Node, ok bool) {
	d := <-r.documents[name]
	var unreadable *fs.PathError
	switch {
	case errors.Is(d.err, fs.ErrNotExist):
		if needed {
			r.wrong(place{file: name}, "it isn't there, and is needed")
		}
		return nil, false
	case errors.As(d.err, &unreadable):
		r.wrong(place{file: name}, "it can't be read: %v", d.err)
		return nil, false
	case d.err != nil:
		r.broken(name, d.err)
		return nil, false
	case d.root.Kind == 0:
		r.wrong(place{file: name}, "it is empty")
		return nil, false
	}
	if err := d.root.Decode(into); err != nil {
		r.broken(name, err)
	}
	r.unknown(name, d.root.Content[0], reflect.TypeOf(into).Elem())
	return &d.root, true
}

// unknown notes the keys that a type has no field for. The YAML reader can do so only for nodes that aren't parsed yet.
func (r *reader) unknown(file string, n *yaml.Node, t reflect.Type) {
	if n.Kind == yaml.AliasNode {
		return // its anchor is checked in its place
	}
	switch {
	case t == reflect.TypeFor[yaml.Node]():
	case t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		for _, one := range n.Content {
			r.unknown(file, one, t.Elem())
		}
	case t.Kind() == reflect.Map && n.Kind == yaml.MappingNode:
		for i := 1; i < len(n.Content); i += 2 {
			r.unknown(file, n.Content[i], t.Elem())
		}
	case t.Kind() == reflect.Struct && n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			of, ok := t.FieldByNameFunc(func(name string) bool {
				f, _ := t.FieldByName(name)
				return key.Value == cmp.Or(f.Tag.Get("yaml"), strings.ToLower(name))
			})
			if ok {
				r.unknown(file, n.Content[i+1], of.Type)
			} else {
				r.wrong(place{file, key.Line}, "field %s not found", key.Value)
			}
		}
	}
}

// atLine is how the YAML reader begins what it says of a line.
var atLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)`)

// broken reports the YAML reader's error, which can be about several lines.
func (r *reader) broken(name string, err error) {
	said := []string{err.Error()}
	var several *yaml.TypeError
	if errors.As(err, &several) {
		said = several.Errors
	}
	for _, words := range said {
		at := place{file: name}
		if m := atLine.FindStringSubmatch(words); m != nil {
			at.line, _ = strconv.Atoi(m[1])
			words = m[2]
		}
		r.wrong(at, "%s", words)
	}
}

// under is the key and the value that a mapping has under a key, or a list in a place; nil if there is none.
func under(n *yaml.Node, step string) (key, value *yaml.Node) {
	switch i, err := strconv.Atoi(step); {
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i], n.Content[i+1]
			}
		}
	case n.Kind == yaml.SequenceNode && err == nil && i < len(n.Content):
		return n.Content[i], n.Content[i]
	}
	return nil, nil
}

// lineOf is the line of what a path of keys and indices leads to, or of as much of it as there is.
func lineOf(root *yaml.Node, path ...string) int {
	n, line := root.Content[0], root.Content[0].Line
	for _, step := range path {
		key, value := under(n, step)
		if key == nil {
			break
		}
		n, line = value, key.Line
	}
	return line
}

// keysOf are the keys of a mapping that a file has under a key, in their order.
func keysOf(root *yaml.Node, key string) (keys []string) {
	if _, all := under(root.Content[0], key); all != nil && all.Kind == yaml.MappingNode {
		for i := 0; i < len(all.Content); i += 2 {
			keys = append(keys, all.Content[i].Value)
		}
	}
	return keys
}
