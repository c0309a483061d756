package query

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// Commands is the table of commands, in the order in which help tells them. What a line may begin with, and hold, how it is
// told in help, which form it opens and what is offered for a word that is nearly a command, is made from it.
var Commands = sync.OnceValue(func() []answer.Command {
	const described = "[country:XX] [joined:DAY] [alias:NAME…] [website:URL] [note:TEXT] [on:DAY] source:URL"
	const condition = "[more-than:N|at-least:N|fewer-than:N|at-most:N|exactly:N]"
	languages := strings.Join(answer.Languages(), "|")
	subscribe := "subscribe [#N] [category…] [kind:K] [country:XX] [in:GROUP] [and|or|not …] [only joined|left|figures|corrections] " +
		"[instantly|daily|weekdays|weekly mon,thu|monthly 1] [at HH:MM] [ZONE] [quiet 22:00-07:00] [lang " + languages + "] [min N]"
	return []answer.Command{
		{Name: "who", Topic: answer.HelpSupporters, Does: answer.Reads,
			Usage:   "who NAME{, NAME} [when|where|category|source] [country:XX] [is:listed|not-listed|first] [as-of:DAY]",
			Example: `who France when`},
		{Name: "count", Topic: answer.HelpSupporters, Does: answer.Reads, Filters: true,
			Usage:   "count [FILTER] [of FILTER] [by:country|category|kind|year] [top:N|bottom:N|rank:XX] " + condition + " [when] [as-of:DAY]",
			Example: `count state not in:eu`},
		{Name: "list", Topic: answer.HelpSupporters, Does: answer.Reads, Filters: true,
			Usage:   "list [FILTER] [first:N|last:N|from:NAME] [only:NAME] " + condition + " [as-of:DAY]",
			Example: `list company country:FR first:5`},
		{Name: "missing", Topic: answer.HelpSupporters, Does: answer.Reads, Filters: true,
			Usage:   "missing GROUP [not country:XX] " + condition + " [as-of:DAY]",
			Example: `missing eu`},
		{Name: "changes", Topic: answer.HelpSupporters, Does: answer.Reads, Filters: true,
			Usage:   "changes [FILTER] [on:PERIOD] [since:DAY] [until:DAY] [added|removed|recategorised] [by:day|month|year [top:N]]",
			Example: `changes company since:2024`},
		{Name: "diff", Topic: answer.HelpSupporters, Does: answer.Reads,
			Usage:   "diff DAY [DAY]",
			Example: `diff 2020-01-01 2020-12-31`},
		{Name: "chart", Topic: answer.HelpSupporters, Does: answer.Reads, Filters: true,
			Usage:   "chart [FILTER] [on:PERIOD] [since:DAY] [until:DAY]",
			Example: `chart state since:2020`},
		{Name: "compare", Topic: answer.HelpSupporters, Does: answer.Asks, Filters: true,
			Usage:   "compare [is:more|fewer] FILTER|NAME [as-of:DAY] vs FILTER|NAME, compare CALL",
			Example: `compare company vs state`},
		{Name: "principles", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "principles",
			Example: `principles`},
		{Name: "principle", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "principle N [source]|about TEXT",
			Example: `principle 8`},
		{Name: "norm", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "norm [N|about TEXT]",
			Example: `norm about public core`},
		{Name: "working-group", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "working-group [N]",
			Example: `working-group 3`},
		{Name: "about", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "about [TEXT]",
			Example: `about binding`},
		{Name: "figures", Topic: answer.HelpSupporters, Does: answer.Reads,
			Words:   "category",
			Usage:   "figures [category|total] [publisher:NAME] [on:PERIOD] [value:N]",
			Example: `figures state publisher:AFP`},
		{Name: "group", Topic: answer.HelpSupporters, Does: answer.Reads,
			Words:   "in",
			Usage:   "group NAME " + condition + " [as-of:DAY]",
			Example: `group nato`},
		{Name: "show", Topic: answer.HelpSupporters, Does: answer.Asks,
			Usage:   "show NAME|#ID [--history]",
			Example: `show "France"`},
		{Name: "history", Topic: answer.HelpSupporters, Does: answer.Asks,
			Usage:   "history NAME|#ID",
			Example: `history "France"`},
		{Name: "log", Topic: answer.HelpSupporters, Does: answer.Asks, People: true, Lists: true,
			Usage:   "log [NAME|#ID|@PERSON] [since:DAY] [until:DAY]",
			Example: `log since:2024-01-01`},
		{Name: "proposals", Topic: answer.HelpSupporters, Does: answer.Asks, Lists: true,
			Usage:   "proposals",
			Example: `proposals`},
		{Name: "follow", Topic: answer.HelpSupporters, Does: answer.Asks,
			Usage:   "follow",
			Example: `follow`},
		{Name: "suggest", Topic: answer.HelpSupporters, Does: answer.Sets, Form: true,
			Usage:   "suggest EDIT [because:TEXT]",
			Example: `suggest add "NAME" CATEGORY source:URL`},
		{Name: "export", Topic: answer.HelpSupporters, Does: answer.Sends, Filters: true,
			Usage:   "export [csv|xlsx|json] [FILTER] [as-of:DAY]",
			Example: `export csv state`},
		{Name: "import", Topic: answer.HelpSupporters, Does: answer.Asks,
			Usage:   "import",
			Example: `import`},
		{Name: "subscribe", Topic: answer.HelpDigests, Does: answer.Sets, Filters: true,
			Usage:   subscribe,
			Example: `subscribe state in:eu daily at 09:00 Europe/Paris`},
		{Name: "subscriptions", Topic: answer.HelpDigests, Does: answer.Asks, Lists: true,
			Usage:   "subscriptions",
			Example: `subscriptions`},
		{Name: "unsubscribe", Topic: answer.HelpDigests, Does: answer.Sets, Among: "subscriptions",
			Usage:   "unsubscribe [N|all]",
			Example: `unsubscribe 1`},
		{Name: "mute", Topic: answer.HelpDigests, Does: answer.Sets, Among: "subscriptions",
			Usage:   "mute [N] [DAYS]",
			Example: `mute 1 30`},
		{Name: "resume", Topic: answer.HelpDigests, Does: answer.Sets, Among: "subscriptions",
			Usage:   "resume [N|all]",
			Example: `resume 1`},
		{Name: "digest", Topic: answer.HelpDigests, Does: answer.Sets, Among: "subscriptions",
			Usage:   "digest [N] [now]",
			Example: `digest now`},
		{Name: "language", Topic: answer.HelpCall, Does: answer.Sets,
			Usage:   "language " + languages + "|slack [channel]",
			Example: `language fr`},
		{Name: "admins", Topic: answer.HelpCall, Does: answer.Asks, Lists: true,
			Usage:   "admins",
			Example: `admins`},
		{Name: "help", Topic: answer.HelpCall, Does: answer.Asks,
			Usage:   "help [supporters|call|digests|admin|filter|in|COMMAND]",
			Example: `help digests`},
		{Name: "add", Topic: answer.HelpAdmin, Does: answer.Records, Form: true,
			Words:   "name category kind",
			Usage:   "add NAME category [kind] " + described,
			Example: `add "NAME" CATEGORY country:XX source:URL`},
		{Name: "edit", Topic: answer.HelpAdmin, Does: answer.Records, Form: true,
			Usage:   "edit NAME|#ID [name:NEW] [category:C] [kind:K] " + described,
			Example: `edit "NAME" country:XX source:URL`},
		{Name: "rename", Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "rename NAME|#ID to NEW [on:DAY] source:URL",
			Example: `rename "NAME" to "NEW NAME" source:URL`},
		{Name: "recategorise", Topic: answer.HelpAdmin, Does: answer.Records,
			Words:   "category kind",
			Usage:   "recategorise NAME|#ID category [kind] [on:DAY] source:URL",
			Example: `recategorise "NAME" CATEGORY source:URL`},
		{Name: "withdraw", Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "withdraw NAME|#ID [on:DAY] source:URL",
			Example: `withdraw "NAME" source:URL`},
		{Name: "remove", Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "remove NAME|#ID [reason:duplicate|error|replaced|TEXT] [on:DAY] source:URL",
			Example: `remove "NAME" reason:duplicate source:URL`},
		{Name: "merge", Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "merge NAME|#ID into NAME|#ID [on:DAY] source:URL",
			Example: `merge "NAME" into "OTHER NAME" source:URL`},
		{Name: "report", Topic: answer.HelpAdmin, Does: answer.Records, Form: true,
			Words:   "category value qualifier",
			Usage:   "report CATEGORY|total VALUE [exact|at-least|about] [on:DAY] source:URL",
			Example: `report CATEGORY VALUE source:URL`},
		{Name: "claim", Topic: answer.HelpAdmin, Does: answer.Records,
			Words:   "name category standing",
			Usage:   "claim NAME category announced|expected|self_declared [country:XX] [on:DAY] claim:TEXT source:URL",
			Example: `claim "NAME" CATEGORY announced claim:"TEXT" source:URL`},
		{Name: "retract", Topic: answer.HelpAdmin, Does: answer.Records, Among: "log",
			Usage:   "retract NUMBER reason:TEXT",
			Example: `retract 12 reason:TEXT`},
		{Name: "approve", Topic: answer.HelpAdmin, Does: answer.Sets, Among: "proposals",
			Usage:   "approve NUMBER…|FROM-TO",
			Example: `approve 12`},
		{Name: "reject", Topic: answer.HelpAdmin, Does: answer.Sets, Among: "proposals",
			Usage:   "reject NUMBER…|FROM-TO [reason:TEXT]",
			Example: `reject 12 reason:TEXT`},
		{Name: "undo", Topic: answer.HelpAdmin, Does: answer.Sets, Among: "log",
			Usage:   "undo [NUMBER]",
			Example: `undo 12`},
		{Name: "forget", Topic: answer.HelpAdmin, Does: answer.Sets,
			Usage:   "forget NAME|#ID",
			Example: `forget "NAME"`},
		{Name: "backup", Topic: answer.HelpAdmin, Does: answer.Sets,
			Usage:   "backup",
			Example: `backup`},
		{Name: "grant", Topic: answer.HelpAdmin, Does: answer.Sets, People: true, Among: "admins",
			Usage:   "grant @PERSON|ID",
			Example: `grant @PERSON`},
		{Name: "revoke", Topic: answer.HelpAdmin, Does: answer.Sets, People: true, Among: "admins",
			Usage:   "revoke @PERSON|ID",
			Example: `revoke @PERSON`},
	}
})

// Verb is the command that a word stands for: itself, unless it is another word for one. Words that may mean either of two
// commands, such as retirer, and those with which questions begin, are none.
func Verb(word string) string {
	word = strings.ReplaceAll(strings.ToLower(word), "’", "'")
	return cmp.Or(verbs()[word], word)
}

var verbs = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, c := range Commands() {
		for _, name := range c.Names() {
			all[name] = c.Name
		}
	}
	return all
})

// CommandOf is the command that a token is.
func CommandOf(t tracker.Token) (answer.Command, bool) {
	if t.Key != "" || t.Quoted {
		return answer.Command{}, false
	}
	return Command(t.Text)
}

// Command is the one that a word stands for.
func Command(word string) (answer.Command, bool) {
	all, verb := Commands(), Verb(word)
	if i := slices.IndexFunc(all, func(c answer.Command) bool { return c.Name == verb }); i >= 0 {
		return all[i], true
	}
	return answer.Command{}, false
}

// keys are what can stand before a colon in a line that is no edit, and in one that is: nothing is lost of a question or a name
// that has a note: in it. What looks like a key and isn't one is a word: names have colons too.
var keys = sync.OnceValues(func() (all, ofEdits []string) {
	all = append(filterKeys(), "source")
	for _, c := range Commands() {
		for _, arg := range c.Args() {
			if ofEdits = append(ofEdits, arg.Name); !c.Edits() {
				all = append(all, arg.Name)
			}
		}
	}
	return all, append(ofEdits, all...)
})

// filterKeys are those of a filter, besides name, which questions have as a word.
func filterKeys() []string {
	return []string{"category", "kind", "country", "in", "is", "joined", "listed", "since", "until", "before", "after"}
}

// Terms are what a filter is put together of: its keys, and the words that need none.
func Terms() []string {
	return append(filterKeys(), string(tracker.ByWord), string(tracker.Unsigned), "quoted", "and", "or", "not")
}

// takes are the keys that can stand behind each verb.
var takes = sync.OnceValue(func() map[string][]string {
	of := map[string][]string{}
	for _, c := range Commands() {
		var all []string
		if c.Filters {
			all = append(filterKeys(), string(tracker.ByWord))
		}
		for _, arg := range c.Args() {
			all = append(all, arg.Name)
		}
		of[c.Name] = distinct(all)
	}
	return of
})

// keysOf are the filters that are known behind the first word of a line.
func keysOf(first string) []string {
	all, ofEdits := keys()
	switch c, _ := Command(first); {
	case c.Edits():
		return ofEdits
	case c.Filters:
		return append(slices.Clone(all), string(tracker.ByWord))
	}
	return all
}
