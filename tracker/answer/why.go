package answer

import (
	"fmt"
	"strings"

	"rollcall/tracker"
)

// Why tells in words why Slack didn't do something, by its own word for that, in a language; English if it isn't spoken here.
func Why(code, lang string) string {
	known := map[string][2]string{
		tracker.Unreadable:      {"what it names is gone", "ce qu'il désigne n'existe plus"},
		"no answer":             {"Slack didn't answer", "Slack n'a pas répondu"},
		"is_archived":           {"the channel is archived", "le canal est archivé"},
		"channel_not_found":     {"the channel is gone, or I'm not in it", "le canal n'existe plus, ou je n'y suis pas"},
		"not_in_channel":        {"I'm not in the channel", "je ne suis pas dans le canal"},
		"missing_scope":         {"the app lacks a permission", "il manque une autorisation à l'application"},
		"no_permission":         {"the workspace doesn't allow it", "l'espace de travail ne le permet pas"},
		"ekm_access_denied":     {"the workspace doesn't allow it", "l'espace de travail ne le permet pas"},
		"user_disabled":         {"the person's account is closed", "le compte de la personne est fermé"},
		"user_not_found":        {"Slack doesn't know the person", "Slack ne connaît pas la personne"},
		"messages_tab_disabled": {"the app has no Messages tab", "l'application n'a pas d'onglet Messages"},
		"ratelimited":           {"Slack takes no more for now", "Slack n'en prend plus pour le moment"},
	}
	if strings.HasPrefix(code, "restricted_action") {
		known[code] = [2]string{"only some people may post in the channel", "seules certaines personnes peuvent publier dans le canal"}
	}
	words, ok := known[code]
	switch {
	case ok && lang == "fr":
		return words[1]
	case ok:
		return words[0]
	case lang == "fr":
		return fmt.Sprintf("Slack a répondu «\u00a0%s\u00a0»", code)
	}
	return fmt.Sprintf("Slack said “%s”", code)
}
