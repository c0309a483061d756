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
	type in = map[string]string
	const described = "[country:XX] [joined:DAY] [alias:NAME…] [website:URL] [note:TEXT] [on:DAY] source:URL"
	const subscribe = "subscribe [#N] [category…] [kind:K] [country:XX] [in:GROUP] [and|or|not …] [only joined|left|figures|corrections] " +
		"[instantly|daily|weekdays|weekly mon,thu|monthly 1] [at HH:MM] [ZONE] [quiet 22:00-07:00] [lang en|fr] [min N]"
	return []answer.Command{
		{Name: "who", Topic: answer.HelpRoll, Does: answer.Reads,
			Usage:   "who NAME{, NAME} [when|where|category|source] [is:listed|not-listed] [as-of:DAY]",
			Example: `who France when`,
			Help:    in{"en": "whether somebody is on the roll, since when, and who says so", "fr": "si quelqu'un figure sur la liste, depuis quand, et qui le dit"}},
		{Name: "count", Names: in{"fr": "compter"}, Topic: answer.HelpRoll, Does: answer.Reads, Filters: true,
			Usage:   "count [FILTER] [of FILTER] [by:country|category|kind|year] [top:N|bottom:N] [more-than:N|at-least:N|fewer-than:N|at-most:N|exactly:N] [when] [as-of:DAY]",
			Example: `count state not in:eu`,
			Help:    in{"en": "how many supporters there are, of how many, by what, and whether that is more than N", "fr": "combien il y a de soutiens, sur combien, par quoi, et si c'est plus de N"}},
		{Name: "list", Names: in{"fr": "lister"}, Topic: answer.HelpRoll, Does: answer.Reads, Filters: true,
			Usage:   "list [FILTER] [first:N|last:N|from:NAME] [only:NAME] [as-of:DAY]",
			Example: `list company country:FR first:5`,
			Help:    in{"en": "who they are", "fr": "qui ils sont"}},
		{Name: "missing", Topic: answer.HelpRoll, Does: answer.Reads, Filters: true,
			Usage:   "missing GROUP [not country:XX] [as-of:DAY]",
			Example: `missing eu`,
			Help:    in{"en": "which states of a group are not on the roll", "fr": "quels États d'un groupe ne figurent pas sur la liste"}},
		{Name: "changes", Topic: answer.HelpRoll, Does: answer.Reads, Filters: true,
			Usage:   "changes [FILTER] [on:PERIOD] [since:DAY] [until:DAY] [added|removed|recategorised] [by:day|month|year [top:N]]",
			Example: `changes company since:2024`,
			Help:    in{"en": "what changed between two days; without them, the last change", "fr": "ce qui a changé entre deux jours\u00a0; sans jours, le dernier changement"}},
		{Name: "diff", Topic: answer.HelpRoll, Does: answer.Reads,
			Usage:   "diff DAY [DAY]",
			Example: `diff 2020-01-01 2020-12-31`,
			Help:    in{"en": "how the roll of a day differs from that of a later one, or from today's", "fr": "en quoi la liste d'un jour diffère de celle d'un jour ultérieur, ou de celle d'aujourd'hui"}},
		{Name: "chart", Topic: answer.HelpRoll, Does: answer.Reads, Filters: true,
			Usage:   "chart [FILTER] [since:DAY] [until:DAY]",
			Example: `chart state since:2020`,
			Help:    in{"en": "a picture of how many there were, day by day", "fr": "une image de leur nombre, jour après jour"}},
		{Name: "compare", Topic: answer.HelpRoll, Does: answer.Asks, Filters: true,
			Usage:   "compare FILTER|NAME vs FILTER|NAME, compare CALL",
			Example: `compare company vs state`,
			Help:    in{"en": "which is more, and by how many; of supporters, which was first; of two calls, who supports both", "fr": "ce qui est plus nombreux, et de combien\u00a0; de soutiens, lequel fut le premier\u00a0; de deux appels, qui soutient les deux"}},
		{Name: "principles", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "principles",
			Example: `principles`,
			Help:    in{"en": "all principles", "fr": "tous les principes"}},
		{Name: "principle", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "principle N [source]|about TEXT",
			Example: `principle 8`,
			Help:    in{"en": "one principle; its number alone does too", "fr": "un principe\u00a0; son numéro seul suffit"}},
		{Name: "norm", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "norm [N|about TEXT]",
			Example: `norm about public core`,
			Help:    in{"en": "the norms of the Global Commission on the Stability of Cyberspace", "fr": "les normes de la Commission mondiale sur la stabilité du cyberespace"}},
		{Name: "working-group", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "working-group [N]",
			Example: `working-group 3`,
			Help:    in{"en": "the working groups, their chairs and reports, or one of them", "fr": "les groupes de travail, leurs présidences et leurs rapports, ou l'un d'eux"}},
		{Name: "about", Topic: answer.HelpCall, Does: answer.Reads,
			Usage:   "about [TEXT]",
			Example: `about binding`,
			Help:    in{"en": "what the call is", "fr": "ce qu'est l'appel"}},
		{Name: "figures", Topic: answer.HelpRoll, Does: answer.Reads,
			Usage:   "figures [category|total] [publisher:NAME] [on:PERIOD] [value:N]",
			Example: `figures state publisher:AFP`,
			Help:    in{"en": "what others reported", "fr": "ce que d'autres ont publié"}},
		{Name: "group", Topic: answer.HelpRoll, Does: answer.Reads,
			Usage:   "group NAME",
			Example: `group nato`,
			Help:    in{"en": "how many states of a group have signed, and which have not", "fr": "combien d'États d'un groupe ont signé, et lesquels non"}},
		{Name: "show", Topic: answer.HelpRoll, Does: answer.Asks,
			Usage:   "show NAME|#ID [--history]",
			Example: `show "France"`,
			Help:    in{"en": "the same as who, by the exact name or the id", "fr": "comme who, par le nom exact ou par le numéro"}},
		{Name: "history", Names: in{"fr": "historique"}, Topic: answer.HelpRoll, Does: answer.Asks,
			Usage:   "history NAME|#ID",
			Example: `history "France"`,
			Help:    in{"en": "who changed what of a supporter, when, and from which source", "fr": "qui a changé quoi pour un soutien, quand, et d'après quelle source"}},
		{Name: "log", Names: in{"fr": "journal"}, Topic: answer.HelpRoll, Does: answer.Asks, People: true, Lists: true,
			Usage:   "log [NAME|#ID|@PERSON] [since:DAY] [until:DAY]",
			Example: `log since:2024-01-01`,
			Help:    in{"en": "what was recorded last, or about somebody, or by a person", "fr": "les derniers enregistrements, ou ceux sur un soutien ou par une personne"}},
		{Name: "proposals", Names: in{"fr": "propositions"}, Topic: answer.HelpRoll, Does: answer.Asks, Lists: true,
			Usage:   "proposals",
			Example: `proposals`,
			Help:    in{"en": "what was suggested and waits for an admin", "fr": "ce qui a été proposé et attend une décision"}},
		{Name: "suggest", Names: in{"en": "propose", "fr": "proposer suggérer"}, Topic: answer.HelpRoll, Does: answer.Sets, Form: true,
			Usage:   "suggest EDIT [because:TEXT]",
			Example: `suggest add "NAME" CATEGORY source:URL`,
			Help:    in{"en": "propose an edit to the admins, in the same words in which they would make it", "fr": "proposer un changement, dans les mots d'un administrateur"}},
		{Name: "export", Names: in{"fr": "exporter"}, Topic: answer.HelpRoll, Does: answer.Sends, Filters: true,
			Usage:   "export [csv|xlsx|json] [FILTER] [as-of:DAY]",
			Example: `export csv state`,
			Help:    in{"en": "the roll as a file; in Slack it comes in a direct message", "fr": "la liste dans un fichier\u00a0; dans Slack, en message direct"}},
		{Name: "import", Names: in{"fr": "importer"}, Topic: answer.HelpRoll, Does: answer.Asks,
			Usage:   "import",
			Example: `import`,
			Help:    in{"en": "how a list is imported: it is sent to me as a file, in a direct message", "fr": "comment importer une liste\u00a0: c'est un fichier à m'envoyer en message direct"}},
		{Name: "subscribe", Names: in{"fr": "abonner s'abonner"}, Topic: answer.HelpDigests, Does: answer.Sets, Filters: true,
			Usage:   subscribe,
			Example: `subscribe state in:eu daily at 09:00 Europe/Paris`,
			Help:    in{"en": "tell this channel of changes; at once and of all if nothing else is said, times in UTC if no zone is. With #N it changes what is said of subscription N and leaves the rest; no filter, no only, no quiet, no lang and no min take a part away. Admins can write cron and an expression as the time", "fr": "annoncer les changements dans ce canal\u00a0; tous et dès que possible si rien d'autre n'est dit, à l'heure UTC si aucun fuseau ne l'est. Avec #N, changer ce qui est dit de l'abonnement N et laisser le reste\u00a0; no filter, no only, no quiet, no lang et no min en enlèvent une partie. Les administrateurs peuvent écrire cron et une expression comme horaire"}},
		{Name: "subscriptions", Names: in{"fr": "abonnements"}, Topic: answer.HelpDigests, Does: answer.Sets, Lists: true,
			Usage:   "subscriptions",
			Example: `subscriptions`,
			Help:    in{"en": "how this channel is told of changes", "fr": "comment les changements sont annoncés dans ce canal"}},
		{Name: "unsubscribe", Names: in{"en": "stop", "fr": "désabonner"}, Topic: answer.HelpDigests, Does: answer.Sets,
			Usage:   "unsubscribe [N|all]",
			Example: `unsubscribe 1`,
			Help:    in{"en": "tell this channel no more", "fr": "ne plus rien annoncer dans ce canal"}},
		{Name: "mute", Names: in{"en": "pause snooze", "fr": "sourdine"}, Topic: answer.HelpDigests, Does: answer.Sets,
			Usage:   "mute [N] [DAYS]",
			Example: `mute 1 30`,
			Help:    in{"en": "tell this channel nothing for some days, seven if you don't say how many; what changes meanwhile is told afterwards", "fr": "ne rien annoncer dans ce canal pendant quelques jours, sept si rien n'est dit\u00a0; ce qui change entre-temps est annoncé ensuite"}},
		{Name: "resume", Names: in{"en": "unmute unpause", "fr": "reprendre"}, Topic: answer.HelpDigests, Does: answer.Sets,
			Usage:   "resume [N|all]",
			Example: `resume 1`,
			Help:    in{"en": "go on after a pause or a mute; what was missed is told in one digest. With the word all an admin resumes what is paused in every channel", "fr": "reprendre après une pause\u00a0; ce qui a manqué est annoncé en un seul récapitulatif. Avec le mot all, un admin relance ce qui est en pause dans tous les canaux"}},
		{Name: "digest", Names: in{"en": "preview", "fr": "aperçu"}, Topic: answer.HelpDigests, Does: answer.Sets,
			Usage:   "digest [N] [now]",
			Example: `digest now`,
			Help:    in{"en": "what would be posted here now; an admin posts it with the word now", "fr": "ce qui serait publié ici maintenant\u00a0; un administrateur le publie avec le mot now"}},
		{Name: "language", Names: in{"fr": "langue"}, Topic: answer.HelpCall, Does: answer.Sets,
			Usage:   "language en|fr|slack [channel]",
			Example: `language fr`,
			Help:    in{"en": "the language in which you are answered, or this channel is", "fr": "la langue des réponses, pour vous ou pour ce canal"}},
		{Name: "admins", Names: in{"fr": "administrateurs"}, Topic: answer.HelpCall, Does: answer.Asks, Lists: true,
			Usage:   "admins",
			Example: `admins`,
			Help:    in{"en": "who may edit the roll", "fr": "qui peut modifier la liste"}},
		{Name: "help", Names: in{"fr": "aide"}, Topic: answer.HelpCall, Does: answer.Asks,
			Usage:   "help [roll|call|digests|admin|in|COMMAND]",
			Example: `help digests`,
			Help:    in{"en": "this list, a part of it, or one command", "fr": "cette aide, une partie ou une seule commande"}},
		{Name: "add", Names: in{"fr": "ajouter"}, Topic: answer.HelpAdmin, Does: answer.Records, Form: true,
			Usage:   "add NAME category [kind] " + described,
			Example: `add "NAME" CATEGORY country:XX source:URL`,
			Help:    in{"en": "put a supporter on the roll; with the word anyway although there is a name much like it", "fr": "inscrire un soutien sur la liste\u00a0; avec le mot anyway malgré un nom très proche"}},
		{Name: "edit", Names: in{"en": "amend", "fr": "modifier corriger"}, Topic: answer.HelpAdmin, Does: answer.Records, Form: true,
			Usage:   "edit NAME|#ID [name:NEW] [category:C] [kind:K] " + described,
			Example: `edit "NAME" country:XX source:URL`,
			Help:    in{"en": "put right what is said; none clears it, and the old name stays an alias", "fr": "rectifier ce qui est dit\u00a0; none efface, et l'ancien nom reste un autre nom"}},
		{Name: "rename", Names: in{"fr": "renommer"}, Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "rename NAME|#ID to NEW [on:DAY] source:URL",
			Example: `rename "NAME" to "NEW NAME" source:URL`,
			Help:    in{"en": "a supporter goes by another name; the old one stays an alias", "fr": "un soutien change de nom\u00a0; l'ancien reste un autre nom"}},
		{Name: "recategorise", Names: in{"en": "recategorize", "fr": "recatégoriser"}, Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "recategorise NAME|#ID category [kind] [on:DAY] source:URL",
			Example: `recategorise "NAME" CATEGORY source:URL`,
			Help:    in{"en": "a supporter is listed in another category", "fr": "un soutien change de catégorie"}},
		{Name: "withdraw", Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "withdraw NAME|#ID [on:DAY] source:URL",
			Example: `withdraw "NAME" source:URL`,
			Help:    in{"en": "a supporter left by its own act", "fr": "un soutien s'est retiré de son propre chef"}},
		{Name: "remove", Names: in{"en": "delete", "fr": "supprimer"}, Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "remove NAME|#ID [reason:duplicate|error|replaced|TEXT] [on:DAY] source:URL",
			Example: `remove "NAME" reason:duplicate source:URL`,
			Help:    in{"en": "take an entry off the list, which is not a withdrawal", "fr": "supprimer une entrée de la liste, ce qui n'est pas un retrait"}},
		{Name: "merge", Names: in{"fr": "fusionner"}, Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "merge NAME|#ID into NAME|#ID [on:DAY] source:URL",
			Example: `merge "NAME" into "OTHER NAME" source:URL`,
			Help:    in{"en": "two entries are one supporter; the second goes on", "fr": "deux entrées sont un seul soutien\u00a0; la seconde demeure"}},
		{Name: "report", Topic: answer.HelpAdmin, Does: answer.Records, Form: true,
			Usage:   "report CATEGORY|total VALUE [exact|at-least|about] [on:DAY] source:URL",
			Example: `report CATEGORY VALUE source:URL`,
			Help:    in{"en": "record a headline figure", "fr": "enregistrer un chiffre publié"}},
		{Name: "claim", Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "claim NAME category announced|expected|self_declared [country:XX] [on:DAY] claim:TEXT source:URL",
			Example: `claim "NAME" CATEGORY announced claim:"TEXT" source:URL`,
			Help:    in{"en": "somebody is said to support the call, and isn't on the roll", "fr": "un soutien évoqué ailleurs, qui ne figure pas sur la liste"}},
		{Name: "retract", Topic: answer.HelpAdmin, Does: answer.Records,
			Usage:   "retract NUMBER reason:TEXT",
			Example: `retract 12 reason:TEXT`,
			Help:    in{"en": "take a figure or a claim back, by the number of its entry", "fr": "reprendre un chiffre ou une annonce, par le numéro de l'enregistrement"}},
		{Name: "approve", Names: in{"en": "accept", "fr": "approuver accepter"}, Topic: answer.HelpAdmin, Does: answer.Sets,
			Usage:   "approve NUMBER…",
			Example: `approve 12`,
			Help:    in{"en": "record what a proposal suggests", "fr": "enregistrer une proposition"}},
		{Name: "reject", Names: in{"en": "decline", "fr": "rejeter refuser"}, Topic: answer.HelpAdmin, Does: answer.Sets,
			Usage:   "reject NUMBER… [reason:TEXT]",
			Example: `reject 12 reason:TEXT`,
			Help:    in{"en": "close a proposal without recording it", "fr": "écarter une proposition"}},
		{Name: "undo", Names: in{"en": "revert", "fr": "annuler"}, Topic: answer.HelpAdmin, Does: answer.Sets,
			Usage:   "undo [NUMBER]",
			Example: `undo 12`,
			Help:    in{"en": "take back all that one edit recorded; without a number, your last", "fr": "annuler tout ce qu'une modification a enregistré\u00a0; sans numéro, votre dernière"}},
		{Name: "forget", Topic: answer.HelpAdmin, Does: answer.Sets,
			Usage:   "forget NAME|#ID",
			Example: `forget "NAME"`,
			Help:    in{"en": "erase a name from all entries, for ever; first tells what that would be", "fr": "effacer un nom de tous les enregistrements, pour toujours\u00a0; dit d'abord ce que ce serait"}},
		{Name: "backup", Topic: answer.HelpAdmin, Does: answer.Sets,
			Usage:   "backup",
			Example: `backup`,
			Help:    in{"en": "a copy of what is stored, beside it", "fr": "une copie de tout ce qui est conservé, au même endroit"}},
		{Name: "grant", Topic: answer.HelpAdmin, Does: answer.Sets, People: true,
			Usage:   "grant @PERSON|ID",
			Example: `grant @PERSON`,
			Help:    in{"en": "make somebody an admin", "fr": "donner les droits d'administration à quelqu'un"}},
		{Name: "revoke", Topic: answer.HelpAdmin, Does: answer.Sets, People: true,
			Usage:   "revoke @PERSON|ID",
			Example: `revoke @PERSON`,
			Help:    in{"en": "take that back", "fr": "les reprendre"}},
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
		for _, names := range c.Names {
			for name := range strings.FieldsSeq(names) {
				all[name] = c.Name
			}
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

// keys are the filters of all commands. What looks like a filter and isn't one is a word: names have colons too.
var keys = append(readKeys(), "source", "reason")

// editKeys are those of edits besides: nothing is lost of a question or a name that has a note: in it.
var editKeys = []string{"name", "alias", "website", "note", "value", "qualifier", "claim", "standing", "because"}

// keysOf are the filters that are known behind the first word of a line.
func keysOf(first string) []string {
	switch c, _ := Command(first); {
	case c.Edits():
		return slices.Concat(keys, editKeys)
	case c.Filters:
		return append(slices.Clone(keys), "name")
	}
	return keys
}
