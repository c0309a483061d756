package callfiles

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/covers"
)

// subjectsFiles are what principles are found by, a file for each language.
const subjectsFiles = "subjects_*.txt"

// maxSubject is how long a phrase may be, in characters.
const maxSubject = 100

// subjects reads by which phrases principles are found: their titles, and a phrase a line under the number of its
// principle, [1]. What begins with = is a name of the principle, and what begins with # a remark.
func (r *reader) subjects() {
	if slices.ContainsFunc(r.mistakes, func(m Mistake) bool { return m.File == principlesFile }) {
		return // principles and languages aren't known for sure
	}
	for _, p := range r.call.Principles {
		for _, lang := range slices.Sorted(maps.Keys(p.Titles)) {
			r.about.Subjects = append(r.about.Subjects, covers.Subject{Principle: p.Number, Lang: lang, Text: p.Titles[lang], Name: true})
		}
	}
	files, _ := fs.Glob(r.files, subjectsFiles) // fails by a bad pattern alone
	for _, file := range files {
		lang := strings.TrimSuffix(strings.TrimPrefix(file, "subjects_"), path.Ext(file))
		text, err := fs.ReadFile(r.files, file)
		switch {
		case err != nil:
			r.wrong(place{file: file}, "it can't be read: %v", errors.Unwrap(err))
		case !slices.Contains(r.call.Languages, lang):
			r.wrong(place{file: file}, "%q isn't among the call's languages, which are %s", lang, strings.Join(r.call.Languages, ", "))
		default:
			r.phrases(file, lang, string(text))
		}
	}
}

// phrases reads a file of subjects.
func (r *reader) phrases(file, lang, text string) {
	principle, line := 0, 0
	var there map[string]bool // phrases of the principle
	for text := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line++
		at := place{file, line}
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' {
			continue
		}
		if text[0] == '[' {
			n, err := strconv.Atoi(strings.Trim(text, "[]"))
			if err != nil || r.call.Principle(n) == nil {
				r.wrong(at, "%s is no principle; they go from [1] to [%d]", text, len(r.call.Principles))
			}
			principle, there = n, map[string]bool{}
			continue
		}
		if there == nil {
			r.wrong(at, "above %q the number of its principle is missing, such as [1]", text)
			return
		}
		phrase, name := strings.CutPrefix(text, "=")
		phrase = strings.TrimSpace(phrase)
		switch {
		case phrase == "":
			r.wrong(at, "the phrase is missing")
		case there[phrase]:
			r.wrong(at, "principle %d has %q already", principle, phrase)
		}
		there[phrase] = true
		r.refused(at, tracker.CheckText("text", phrase, maxSubject))
		r.about.Subjects = append(r.about.Subjects, covers.Subject{Principle: principle, Lang: lang, Text: phrase, Name: name})
	}
}
