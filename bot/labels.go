package bot

import (
	"fmt"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// labels are the words on controls, in one language.
type labels struct {
	share, shareHere         string // in a channel, and in direct messages of others
	previous, next           string
	sharedBy                 func(person, line string) string
	stale, notShared, unsure string
	drawnFor                 func(person, line string) string
	somebody                 string // of whom no name is known
	yours                    string // direct messages with rollcall, to their owner
	noPicture, inviteMe      string
	notHere                  string // in direct messages of others
	noMorePictures           string
	undo, approve, reject    string
	erase                    string
	decided                  func(person, line string) string
	guest                    string
	doubt                    func(why string) string
	nobody                   string
	otherCommand             func(mine string) string
	doneAlready              func(entry tracker.Seq) string // by the message as it was before it was edited
	fault                    func(reference string) string
	held                     func(channel, why string) string             // of digests, for their owner
	paused                   func(channel, why string, number int) string // likewise
	unreadable               func(channel string, number int) string      // likewise
	edit, mute               string
	preview, unsubscribe     string
	toEdit                   func(line string) string
	rule                     func(number int) string // as a title
	way                      caption                 // of the form in which it is typed another way
	otherRule                string
}

// labelsIn are the labels in a language; English for one that isn't spoken here. The fields are set by place, so that a
// missing translation doesn't compile.
func labelsIn(lang string) labels {
	if lang == "fr" {
		return labels{
			"Partager dans le canal", "Partager dans cette conversation", "Page précédente", "Page suivante",
			func(person, line string) string {
				return person + " partage la réponse à «\u00a0" + line + "\u00a0»\u00a0:"
			},
			"Ce bouton vient d'une autre version de rollcall\u00a0; posez la question à nouveau. Rien n'a été changé.",
			"La réponse n'a pas été partagée\u00a0: Slack n'a pas pris le message. Réessayez dans une minute.",
			"Slack n'a pas dit si le message a été publié. Regardez dans le canal avant de réessayer.",
			func(person, line string) string { return person + " a demandé «\u00a0" + line + "\u00a0»\u00a0:" },
			"quelqu'un", "vos messages directs avec moi",
			"L'image n'a pas pu être publiée. Voici ce qu'elle montrerait\u00a0:",
			"Je ne suis pas dans ce canal et ne peux pas y publier d'image\u00a0; invitez-moi avec /invite @rollcall. Voici ce qu'elle montrerait\u00a0:",
			"Ce sont les messages directs d'autres personnes, et je ne peux pas y publier d'image\u00a0; demandez-la dans un canal, ou dans vos messages directs avec moi. Voici ce qu'elle montrerait\u00a0:",
			"Vous avez demandé beaucoup d'images en peu de temps\u00a0; réessayez dans une minute. Voici ce que celle-ci montrerait\u00a0:",
			"Annuler", "Approuver", "Rejeter", "Effacer pour toujours",
			func(person, line string) string { return person + " a décidé «\u00a0" + line + "\u00a0»\u00a0:" },
			"Les invités et les personnes d'autres espaces de travail ne peuvent que poser des questions, et seulement dans les canaux prévus pour cela. Adressez-vous à ceux qui gèrent rollcall.",
			func(why string) string {
				return "Slack ne m'a pas dit qui vous êtes (" + answer.Why(why, lang) + "), vous ne pouvez donc que poser des questions. Réessayez dans une minute. Rien n'a été changé."
			},
			"Slack n'a pas dit qui demande, donc rien n'a été fait.",
			func(mine string) string { return "Ce rollcall répond à " + mine + " et à aucune autre commande." },
			func(entry tracker.Seq) string {
				return fmt.Sprintf("Ce que disait ce message est déjà enregistré (entrée %d)\u00a0; le modifier ne change rien de plus. Écrivez un nouveau message. Rien n'a été changé.", entry)
			},
			func(reference string) string {
				return "Quelque chose a mal tourné de notre côté. Réessayez\u00a0; si cela se reproduit, donnez à ceux qui gèrent rollcall la référence " + reference + "."
			},
			func(channel, why string) string {
				return fmt.Sprintf("Un récapitulatif pour %s est retenu\u00a0: je ne peux pas y lire les messages (%s) et ne sais donc pas si je l'ai déjà publié. Remédiez-y, et je reprendrai de moi-même.", channel, answer.Why(why, lang))
			},
			func(channel, why string, number int) string {
				return fmt.Sprintf("Je ne peux plus publier de récapitulatifs dans %s (%s). L'abonnement n°\u00a0%d est en pause. Remédiez-y, invitez-moi si je ne suis pas dans le canal, et tapez-y resume %d\u00a0: ce qui a été manqué sera alors annoncé en un seul récapitulatif.", channel, answer.Why(why, lang), number, number)
			},
			func(channel string, number int) string {
				return fmt.Sprintf("L'abonnement %d de %s ne peut plus être lu\u00a0: ce qu'il désigne, un groupe ou un fuseau horaire, n'existe plus. Il est en pause. Pour voir ce qu'il dit, tapez-y subscriptions\u00a0; pour le dire autrement, subscribe #%d et ce qui doit être annoncé, et quand\u00a0: ce qui a été manqué sera alors annoncé en un seul récapitulatif.", number, channel, number)
			},
			"Modifier", "Sourdine de 7 jours", "Aperçu", "Désabonner",
			func(line string) string { return "Pour modifier cet abonnement, tapez-le autrement\u00a0: " + line },
			func(number int) string { return fmt.Sprintf("Abonnement n°\u00a0%d", number) },
			caption{"Ce qui est annoncé, et quand", "Comme après subscribe\u00a0: state in:eu daily at 09:00 Europe/Paris"},
			"Cet abonnement a été modifié ou supprimé entre-temps, ou ceci vient d'une autre version de rollcall. Pour voir ce qu'il en est, tapez\u00a0: subscriptions. Rien n'a été changé.",
		}
	}
	return labels{
		"Share to channel", "Share in this conversation", "Previous page", "Next page",
		func(person, line string) string { return person + " shared the answer to “" + line + "”:" },
		"This button is from another version of rollcall; please ask again. Nothing was changed.",
		"The answer was not shared: Slack didn't take the message. Please try again in a minute.",
		"Slack didn't say whether the message was posted. Please look into the channel before you try again.",
		func(person, line string) string { return person + " asked for “" + line + "”:" },
		"somebody", "your direct messages with me",
		"The picture could not be posted. This is what it would show:",
		"I'm not in this channel, so I can't post a picture here; invite me with /invite @rollcall. This is what it would show:",
		"These are direct messages of others, so I can't post a picture here; ask for it in a channel, or in your direct messages with me. This is what it would show:",
		"You have asked for many pictures in a short time; please try again in a minute. This is what it would show:",
		"Undo", "Approve", "Reject", "Erase for ever",
		func(person, line string) string { return person + " decided “" + line + "”:" },
		"Guests and people from other workspaces can only ask, and only in the channels meant for that. Those who run rollcall can allow it.",
		func(why string) string {
			return "Slack didn't tell me who you are (" + answer.Why(why, lang) + "), so you can only ask. Please try again in a minute. Nothing was changed."
		},
		"Slack didn't say who asks, so nothing was done.",
		func(mine string) string { return "This rollcall answers " + mine + " and no other command." },
		func(entry tracker.Seq) string {
			return fmt.Sprintf("What this message said was recorded already (entry %d); editing it does nothing more. Please write a new message. Nothing was changed.", entry)
		},
		func(reference string) string {
			return "Something went wrong on our side. Please try again; if it goes on, tell those who run rollcall the reference " + reference + "."
		},
		func(channel, why string) string {
			return fmt.Sprintf("A digest for %s is held: I can't read what was posted there (%s), so I don't know whether I posted it already. Put that right and I go on by myself.", channel, answer.Why(why, lang))
		},
		func(channel, why string, number int) string {
			return fmt.Sprintf("I can't post digests to %s any more: %s. Its subscription %d is paused. Put that right, invite me if I'm not in the channel, and type there resume %d: what was missed is then told in one digest.", channel, answer.Why(why, lang), number, number)
		},
		func(channel string, number int) string {
			return fmt.Sprintf("Subscription %d of %s can't be read any more: what it names, a group or a time zone, is gone. It is paused. Type there subscriptions to see what it says, and subscribe #%d with what is to be told, and when, to say it another way: what was missed is then told in one digest.", number, channel, number)
		},
		"Edit", "Mute 7 days", "Preview", "Unsubscribe",
		func(line string) string { return "To change this subscription, type it another way: " + line },
		func(number int) string { return fmt.Sprintf("Subscription %d", number) },
		caption{"What is told, and when", "As behind subscribe, such as: state in:eu daily at 09:00 Europe/Paris"},
		"This subscription was changed or ended meanwhile, or this is from another version of rollcall. How it is now is told by: subscriptions. Nothing was changed.",
	}
}
