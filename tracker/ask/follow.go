package ask

import (
	"cmp"
	"slices"
	"strings"
)

// mostFollowing is how many words a question has at most that goes on from the one before.
const mostFollowing = 8

// follow changes the line that was answered before by what a short question says: another place, class, time, or verb.
func (q *question) follow(context string, parts []part) (string, bool) {
	words, spans := strings.Fields(context), spansOf(parts)
	if len(words) == 0 || len(spans) == 0 || spans[len(spans)-1].to-spans[0].from > mostFollowing {
		return "", false
	}
	verb, rest := words[0], words[1:]
	put := func(key, value string) {
		if at := slices.IndexFunc(rest, func(w string) bool { return strings.HasPrefix(w, key) }); at >= 0 {
			rest = slices.Delete(rest, at, at+1)
		}
		rest = append(rest, key+value)
	}
	changed, named := false, false
	for _, s := range spans {
		switch {
		case verb == "who" && somebody(s):
			name := plain(q.nameOf(s.alts[0]))
			if named {
				name = rest[0] + ", " + name
			}
			rest, named = []string{name}, true
		case s.is(Country, "") && (verb == "count" || verb == "list"):
			put("country:", strings.TrimSuffix(value(s, Country), " people"))
		case s.is(Group, ""):
			put("in:", value(s, Group))
		case s.is(Class, "") && verb != "who" && !s.is(Class, "supporter"):
			rest = slices.DeleteFunc(rest, func(w string) bool { return !strings.Contains(w, ":") || strings.HasPrefix(w, "kind:") })
			rest = append([]string{value(s, Class)}, rest...)
		case s.when.from != "" && (verb == "changes" || verb == "figures"):
			put("on:", s.when.String())
		case s.when.from != "":
			put("as-of:", s.when.to)
		case verb == "count" && toList.fits(s):
			verb = "list"
		case verb == "list" && s.is(Ask, "count"):
			verb = "count"
		case verb == "who" && (s.is(Field, "") || s.is(Ask, "when")):
			rest = append(rest, cmp.Or(value(s, Field), "when"))
		case goesOn.fits(s):
			continue
		default:
			return "", false
		}
		changed = true
	}
	return strings.Join(append([]string{verb}, rest...), " "), changed
}

var (
	toList = patternOf("ask:who|which|list")
	goesOn = patternOf("filler op:and|only prep pred:sign")
)

// value is what a span stands for in a role.
func value(s *span, role Role) string {
	for _, a := range s.alts {
		if a.role == role {
			return a.value
		}
	}
	return ""
}
