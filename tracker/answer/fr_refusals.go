package answer

import (
	"slices"
	"sync"
)

// frenchRefusals are the patterns of refusals in French, by those in English: each with the same verbs, for the same
// arguments. A test finds those that are missing.
var frenchRefusals = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	for pair := range slices.Chunk([]string{
		// Of the roll and its ledger.
		"%s is recorded so already; nothing was changed.",
		"L'entrée «\u00a0%s\u00a0» est déjà enregistrée ainsi\u00a0; rien n'a été changé.",

		"%s can't be merged into itself. Nothing was changed.",
		"L'entrée «\u00a0%s\u00a0» ne peut pas être fusionnée avec elle-même. Rien n'a été changé.",

		"It can't have joined then (%s): the %s was launched on %s.",
		"La date de l'adhésion ne peut pas être juste (%s)\u00a0: %s a pour date de lancement le %s. Vérifiez-la.",

		"A figure of %s can't be right: the %s was launched on %s.",
		"La date du chiffre ne peut pas être juste (%s)\u00a0: %s a pour date de lancement le %s. Vérifiez-la.",

		"A claim of %s can't be right: the %s was launched on %s.",
		"La date de l'annonce ne peut pas être juste (%s)\u00a0: %s a pour date de lancement le %s. Vérifiez-la.",

		"There is no category %q.",
		"La catégorie %q n'existe pas.",

		"There is no kind %q.",
		"Le type %q n'existe pas.",

		"A state needs its country⟨; add country:XX with its ISO 3166 code of two letters⟩.",
		"Un État doit avoir son pays⟨\u00a0; ajoutez country:XX, avec son code ISO 3166 à deux lettres⟩.",

		"%s is on the roll already, as a state with country %s.",
		"L'entrée «\u00a0%s\u00a0» figure déjà sur la liste, en tant qu'État dont le code de pays est %s.",

		"%s is in the future; today is %s.",
		"Cette date est dans l'avenir\u00a0: %s. Nous sommes le %s.",

		"There is no country %q; use its ISO 3166 code of two letters, such as country:FR.",
		"Le pays %q n'existe pas\u00a0; écrivez son code ISO 3166 à deux lettres, comme country:FR.",

		"%s is on the roll already; nothing was changed.",
		"L'entrée «\u00a0%s\u00a0» figure déjà sur la liste\u00a0; rien n'a été changé.",

		"%s is on the roll already (you wrote %s); nothing was changed.",
		"L'entrée «\u00a0%s\u00a0» figure déjà sur la liste (vous avez écrit «\u00a0%s\u00a0»)\u00a0; rien n'a été changé.",

		"A name needs at least one letter or digit.",
		"Un nom doit avoir au moins une lettre ou un chiffre.",

		"A name can't contain < or >.",
		"Un nom ne peut contenir ni < ni >.",

		"The %s has %d characters; at most %d are kept.",
		"Texte trop long (%s)\u00a0: %d caractères, pour %d au plus. Raccourcissez-le.",

		"The %s isn't readable text.",
		"Texte illisible (%s).",

		"The %s contains a character that doesn't print (U+%04X).",
		"Le texte (%s) contient un caractère qui ne s'imprime pas (U+%04X).",

		"Say where this is known from⟨: add source:https://… at the end⟩.",
		"Dites d'où vous le savez⟨\u00a0: ajoutez source:https://… à la fin⟩.",

		"The source must be a web address, such as ⟨source:⟩https://example.org/page.",
		"La source doit être une adresse web, comme ⟨source:⟩https://example.org/page.",

		"The website must be a web address, such as https://example.org.",
		"Le site doit être une adresse web, comme https://example.org.",

		"%q is not a day; write it as 2019-09-16.",
		"%q n'est pas un jour\u00a0; écrivez-le comme 2019-09-16.",

		"%q is not a date; write it as 2018-11-12, 2018-11 or 2018.",
		"%q n'est pas une date\u00a0; écrivez-la comme 2018-11-12, 2018-11 ou 2018.",

		"There is no supporter %d.",
		"Il n'y a pas de soutien %d.",

		"%s isn't on the roll: it was %s on %s. Nothing was changed.",
		"L'entrée «\u00a0%s\u00a0» ne figure plus sur la liste (%s, %s). Rien n'a été changé.",

		"A headline figure is a whole number from 0 to 1,000,000.",
		"Un chiffre publié est un nombre entier de 0 à 1\u202f000\u202f000.",

		"A figure is exact, at-least or about; it can't be %q.",
		"Un chiffre est dit exact, at-least (au moins) ou about (environ)\u00a0; il ne peut pas être %q.",

		"That figure is recorded already; nothing was changed.",
		"Ce chiffre est déjà enregistré\u00a0; rien n'a été changé.",

		"A claim is announced, expected or self_declared; it can't be %q.",
		"Une annonce est dite announced (annoncée), expected (attendue) ou self_declared (déclarée par l'intéressé)\u00a0; elle ne peut pas être %q.",

		"That claim is recorded already; nothing was changed.",
		"Cette annonce est déjà enregistrée\u00a0; rien n'a été changé.",

		"Say why entry %d is taken back.",
		"Dites pourquoi l'enregistrement %d est repris\u00a0: ajoutez reason: et le motif.",

		"Entry %d was taken back by %s on %s already. Nothing was changed.",
		"L'enregistrement %d a déjà été repris par %s le %s. Rien n'a été changé.",

		"Entry %d is neither a figure nor a claim. Nothing was changed.",
		"L'enregistrement %d n'est ni un chiffre ni une annonce. Rien n'a été changé.",

		"Entry %d is no figure or claim that stands. Nothing was changed.",
		"L'enregistrement %d n'est pas un chiffre ou une annonce encore en vigueur. Rien n'a été changé.",

		"No subscription that can be read is paused. Nothing was changed.",
		"Aucun abonnement qui puisse être lu n'est en pause. Rien n'a été changé.",

		"Only admins can resume all subscriptions. Nothing was changed.",
		"Seuls les admins peuvent relancer tous les abonnements. Rien n'a été changé.",

		"This channel has no subscription.",
		"Ce canal n'est pas abonné.",

		"Entry %d came meanwhile, and has it, too. Look again: forget #%d. Nothing was erased.",
		"L'enregistrement %d est arrivé entre-temps, et l'a aussi. Regardez de nouveau\u00a0: forget #%d. Rien n'a été effacé.",

		"Type forget and the name alone first: the answer tells what would be erased, and what to type then. Nothing was erased.",
		"Tapez d'abord forget et le nom seul\u00a0: la réponse dit ce qui serait effacé, et quoi taper ensuite. Rien n'a été effacé.",

		"Nothing is kept here, so there is nothing to back up.",
		"Rien n'est conservé ici, il n'y a donc rien à sauvegarder.",

		"The approval of proposal %d was undone already. Nothing was changed.",
		"L'approbation de la proposition %d a déjà été annulée. Rien n'a été changé.",

		"Supporter %d is forgotten already.",
		"Le nom du soutien %d est déjà retiré.",

		"Supporter %d has the name %s, which supporter %d would get; give it another one first. Nothing was erased.",
		"Le soutien %d porte le nom %s, que recevrait le soutien %d\u00a0; donnez-lui d'abord un autre nom. Rien n'a été effacé.",

		"%s is a state: its country says who it is, so its name can't be forgotten.",
		"L'entrée «\u00a0%s\u00a0» est celle d'un État\u00a0: son pays dit qui il est, et son nom ne peut donc pas être retiré.",

		"%q is no Slack user; mention the person, as @name.",
		"%q n'est pas un membre de Slack\u00a0; mentionnez la personne, comme @nom.",

		"%s is an admin already; nothing was changed.",
		"%s a déjà les droits d'administration\u00a0; rien n'a été changé.",

		"%s is an admin by the configuration; take the name out there. Nothing was changed.",
		"%s a les droits d'administration par la configuration\u00a0; ôtez-y son nom. Rien n'a été changé.",

		"%s is not an admin; nothing was changed.",
		"%s n'a pas les droits d'administration\u00a0; rien n'a été changé.",

		"%s is the last admin; make somebody else an admin first. Nothing was changed.",
		"%s est la dernière personne à avoir les droits d'administration\u00a0; donnez-les d'abord à quelqu'un d'autre. Rien n'a été changé.",

		"Only one call is kept here, so there is none to compare it with. The settings name the calls.",
		"Un seul appel est tenu ici\u00a0: il n'y en a pas d'autre auquel le comparer. Les réglages nomment les appels.",

		"A language is chosen in Slack, for a person or a channel; %q is neither.",
		"La langue se choisit dans Slack, pour une personne ou un canal\u00a0; %q n'est ni l'une ni l'autre.",

		"There is no language %q; there are en and fr.",
		"La langue %q n'est pas parlée ici\u00a0; il y a en (anglais) et fr (français).",

		"Proposal %d says the same, and waits already. Nothing was recorded.",
		"La proposition %d dit la même chose et attend déjà. Rien n'a été enregistré.",

		"There is nothing to propose: it is so already.",
		"Il n'y a rien à proposer\u00a0: c'est déjà ainsi.",

		"Only changes of the roll, figures and claims can be proposed; ask an admin to do it.",
		"On ne peut proposer que des changements de la liste, des chiffres et des annonces\u00a0; demandez à un administrateur de le faire.",

		"You proposed it yourself; another admin has to approve it.",
		"C'est vous qui l'avez proposé\u00a0; un autre administrateur doit l'approuver.",

		"%s changed since proposal %d was made: entry %d, recorded by %s on %s. Reject it, or propose it anew.",
		"L'entrée «\u00a0%s\u00a0» a changé depuis la proposition %d\u00a0: enregistrement %d, par %s, le %s. Écartez la proposition, ou faites-la à nouveau.",

		"Proposal %d was approved by %s on %s already. Nothing was changed.",
		"La proposition %d a déjà été approuvée par %s le %s. Rien n'a été changé.",

		"Proposal %d was rejected by %s on %s already. Nothing was changed.",
		"La proposition %d a déjà été écartée par %s le %s. Rien n'a été changé.",

		"There is no proposal %d.",
		"Il n'y a pas de proposition %d.",

		"The roll's records begin on %s; nothing can be listed before.",
		"Les relevés de la liste commencent le %s\u00a0; rien ne peut y figurer avant.",

		"%s is in the future; the last day that can be recorded is %s.",
		"Ce jour est dans l'avenir\u00a0: le %s. Le dernier jour qui peut être enregistré est aujourd'hui, le %s.",

		"%s last changed on %s; a change on %s would be before that.",
		"L'entrée «\u00a0%s\u00a0» a changé pour la dernière fois le %s\u00a0; un changement daté du %s serait antérieur. Donnez un jour qui ne l'est pas.",

		"%q is on the roll already, as %s.",
		"%q figure déjà sur la liste (entrée «\u00a0%s\u00a0»).",

		"There is no entry %d.",
		"Il n'y a pas d'enregistrement %d.",

		"%s was merged into %s since; undo that first. Nothing was changed.",
		"L'entrée «\u00a0%s\u00a0» a été fusionnée depuis avec «\u00a0%s\u00a0»\u00a0; annulez d'abord cette fusion. Rien n'a été changé.",

		"Entry %d is a proposal: it can be rejected, and not undone.",
		"L'enregistrement %d est une proposition\u00a0: on peut l'écarter, et non l'annuler.",

		"Entry %d rejected proposal %d; propose it anew.",
		"L'enregistrement %d écarte la proposition %d\u00a0; faites-la à nouveau.",

		"Entry %d made %s an admin; type: revoke %s",
		"L'enregistrement %d donne à %s les droits d'administration\u00a0; tapez\u00a0: revoke %s",

		"Entry %d says that %s is no longer an admin; type: grant %s",
		"L'enregistrement %d retire à %s les droits d'administration\u00a0; tapez\u00a0: grant %s",

		"Entry %d chose a language; choose another.",
		"L'enregistrement %d est le choix d'une langue\u00a0; choisissez-en une autre.",

		"Entry %d subscribed a channel; type there: unsubscribe",
		"L'enregistrement %d abonne un canal\u00a0; tapez-y\u00a0: unsubscribe",

		"Entry %d ended a subscription; type in that channel: subscribe",
		"L'enregistrement %d met fin à un abonnement\u00a0; tapez dans ce canal\u00a0: subscribe",

		"Entry %d is about a digest. What changes after a digest is told in the next one.",
		"L'enregistrement %d concerne un récapitulatif. Ce qui change après un récapitulatif est annoncé dans le suivant.",

		"Entry %d can't be undone.",
		"L'enregistrement %d ne peut pas être annulé.",

		"%s changed since: entry %d, recorded by %s on %s. Undo that first. Nothing was changed.",
		"L'entrée «\u00a0%s\u00a0» a changé depuis\u00a0: enregistrement %d, par %s, le %s. Annulez-le d'abord. Rien n'a été changé.",

		"That was undone already: entry %d, recorded by %s on %s. Nothing was changed.",
		"Cela a déjà été annulé\u00a0: enregistrement %d, par %s, le %s. Rien n'a été changé.",

		// Of commands that read.
		"%s: says nothing; write what you mean right behind it, without a space.",
		"%s: ne dit rien\u00a0; écrivez juste après, sans espace, ce que vous voulez dire.",

		"%s is asked for twice. Write “%s and %s” for both, or “%s,%s” for either.",
		"%s est demandé deux fois. Écrivez «\u00a0%s et %s\u00a0» pour les deux, ou «\u00a0%s,%s\u00a0» pour l'un ou l'autre.",

		"%s: can't stand behind %s.",
		"%s: ne peut pas suivre %s.",

		"No supporter of the name “%s” is or was listed.",
		"Aucun soutien du nom de «\u00a0%s\u00a0» ne figure ou n'a figuré sur la liste.",

		"“%s” are counted, which a supporter alone can't be compared with. Compare supporters, such as: Microsoft vs Google",
		"«\u00a0%s\u00a0» se compte, ce à quoi un soutien seul ne peut pas être comparé. Comparez des soutiens, par exemple\u00a0: Microsoft vs Google",

		"“%s” can't stand behind %s: those who are only announced aren't on the list.",
		"«\u00a0%s\u00a0» ne peut pas suivre %s\u00a0: ceux qui sont seulement annoncés ne figurent pas sur la liste.",

		"“%s” isn't known of a principle; there are source and website, such as: principle 8 source",
		"«\u00a0%s\u00a0» n'est pas connu d'un principe\u00a0; il y a source et website, par exemple\u00a0: principle 8 source",

		"%s: and %s: are two questions; say one.",
		"%s: et %s: sont deux questions\u00a0; n'en posez qu'une.",

		"Say what is compared, with vs between, such as: compare company vs state",
		"Dites ce qui est comparé, avec vs entre les deux, par exemple\u00a0: compare company vs state",

		"Say what is ranked, such as: count company by:country top:3",
		"Dites ce qui est classé, par exemple\u00a0: count company by:country top:3",

		"Say which number was reached, such as: count state at-least:80 when",
		"Dites quel nombre a été atteint, par exemple\u00a0: count state at-least:80 when",

		"There are two conditions, %s: and %s:; say one.",
		"Il y a deux conditions, %s: et %s:\u00a0; n'en donnez qu'une.",

		"“%s” can't stand behind missing, which takes groups and countries, such as: missing eu",
		"«\u00a0%s\u00a0» ne peut pas suivre missing, qui prend des groupes et des pays, par exemple\u00a0: missing eu",

		"“%s” can't stand there: a filter is put together like: state or company not country:FR",
		"«\u00a0%s\u00a0» ne peut pas se trouver là\u00a0: un filtre s'écrit par exemple\u00a0: state or company not country:FR",

		"“%s” can't stand there; it checks who is the only one of a list.",
		"«\u00a0%s\u00a0» ne peut pas se trouver là\u00a0: ce mot vérifie qui est seul dans une liste.",

		"“%s” has to be a number from 1 on, such as: %s:3",
		"«\u00a0%s\u00a0» doit être un nombre à partir de 1, par exemple\u00a0: %s:3",

		"“%s” has to be a number, such as: %s:80",
		"«\u00a0%s\u00a0» doit être un nombre, par exemple\u00a0: %s:80",

		"“%s” is no standing; there are is:listed, is:not-listed, is:withdrawn, is:removed, is:merged and is:announced.",
		"«\u00a0%s\u00a0» n'est pas un statut\u00a0; il y a listed, not-listed, withdrawn, removed, merged et announced.",

		"“%s” is nothing to count by; there are by:country, by:category, by:kind and by:year.",
		"On ne peut pas compter par «\u00a0%s\u00a0»\u00a0; il y a by:country, by:category, by:kind et by:year.",

		"“%s” can't stand behind figures, which are of a category or the total, such as: figures state",
		"«\u00a0%s\u00a0» ne peut pas suivre figures, qui prend une catégorie ou le total, par exemple\u00a0: figures state",

		"“%s” is no standing of somebody; there are is:listed, is:not-listed, is:withdrawn, is:removed and is:announced.",
		"«\u00a0%s\u00a0» n'est le statut de personne\u00a0; il y a listed, not-listed, withdrawn, removed et announced.",

		"There are %d; there is no “%s”.",
		"Il y en a %d\u00a0; «\u00a0%s\u00a0» n'existe pas.",

		"“%s” is nothing to count changes by; there are by:day, by:month and by:year.",
		"On ne peut pas compter des changements par «\u00a0%s\u00a0»\u00a0; il y a by:day, by:month et by:year.",

		"Say what is ranked, such as: changes by:month top:3",
		"Dites ce qui est classé, par exemple\u00a0: changes by:month top:3",

		"from: goes on in a list by name; it can't stand beside first: or last:.",
		"from: continue une liste par nom\u00a0; il ne va ni avec first:, ni avec last:.",

		"No publisher of figures is known by the name “%s”.",
		"Aucune source de chiffres n'est connue sous le nom de «\u00a0%s\u00a0».",

		"No principle is known to cover “%s”. All of them: principles",
		"Aucun principe connu ne couvre «\u00a0%s\u00a0». Tous les principes\u00a0: principles",

		"Nothing is known here about “%s”. What the call is: about",
		"Rien n'est connu ici sur «\u00a0%s\u00a0». Ce qu'est l'appel\u00a0: about",

		"%s: is there twice.",
		"%s: est donné deux fois\u00a0; ne gardez que l'un des deux.",

		"I don't know what “%s” means after %s.",
		"Je ne sais pas ce que «\u00a0%s\u00a0» veut dire après %s.",

		"Say who, such as: who France",
		"Dites qui, par exemple\u00a0: who France",

		"The %s has principles 1 to %d; there is no principle “%s”.",
		"Pour %s, les principes vont de 1 à %d\u00a0; il n'y a pas de principe «\u00a0%s\u00a0».",

		"Say which group, such as: missing eu",
		"Dites quel groupe, par exemple\u00a0: missing eu",

		"I don't know the group “%s”. I know %s.",
		"Je ne connais pas le groupe «\u00a0%s\u00a0». Je connais %s.",

		"%s is before %s.",
		"Le %s précède le %s\u00a0; donnez d'abord le premier jour (since:), puis le dernier (until:).",

		"A chart is drawn between two days: write since: and until: instead of as-of:.",
		"Un graphique va d'un jour à un autre\u00a0: écrivez since: et until: au lieu de as-of:.",

		"Say one or two days, such as: diff %s %s",
		"Donnez un ou deux jours, par exemple\u00a0: diff %s %s",

		"The second day has to be after the first; %s isn't after %s.",
		"Le second jour doit suivre le premier\u00a0; le %s ne suit pas le %s.",

		"The roll's own records begin on %s; what it was on %s isn't known.",
		"Les relevés de la liste commencent le %s\u00a0; ce qu'elle était le %s n'est pas connu.",

		"I don't know what “%s” means here. The categories are %s; a country is written country:FR, a group in:eu, a day as-of:%s.",
		"Je ne sais pas ce que «\u00a0%s\u00a0» veut dire ici. Les catégories sont %s\u00a0; un pays s'écrit country:FR, un groupe in:eu, un jour as-of:%s.",

		"%s is in the future; the roll is known up to today, %s.",
		"Ce jour est dans l'avenir\u00a0: le %s. La liste est connue jusqu'à aujourd'hui, le %s.",

		"I don't know the country “%s”; write its ISO 3166 code of two letters, such as country:FR.",
		"Je ne connais pas le pays «\u00a0%s\u00a0»\u00a0; écrivez son code ISO 3166 à deux lettres, comme country:FR.",

		"I don't know the category “%s”. There are %s.",
		"Je ne connais pas la catégorie «\u00a0%s\u00a0». Il y a %s.",

		"I don't know the kind “%s”. There are %s.",
		"Je ne connais pas le type «\u00a0%s\u00a0». Il y a %s.",

		"Say the name, in quotes, and then the category.",
		"Dites le nom, entre guillemets, puis la catégorie.",

		"Say the category after the name. There are %s.",
		"Dites la catégorie après le nom. Il y a %s.",

		// Of the desk.
		"Those are more than %d lines. Nothing was read of them, and nothing was changed.",
		"Il y a plus de %d lignes. Aucune n'a été lue, et rien n'a été changé.",

		"That is too long. Nothing was read of it, and nothing was changed.",
		"C'est trop long. Rien n'en a été lu, et rien n'a été changé.",

		"Only admins can %s. To propose it to them, type suggest before it. Nothing was changed.",
		"La commande %s est réservée aux administrateurs. Pour leur proposer ce changement, tapez suggest devant. Rien n'a été changé.",

		"Only admins can %s. Nothing was changed.",
		"La commande %s est réservée aux administrateurs. Rien n'a été changé.",

		"A button only asks; %s has to be typed. Nothing was changed.",
		"Un bouton ne fait que demander\u00a0; la commande %s doit être tapée. Rien n'a été changé.",

		"There is no help about “%s”. Type help alone, or help and one of: %s.",
		"Il n'y a pas d'aide sur «\u00a0%s\u00a0». Tapez help seul, ou help suivi de l'un de ces mots\u00a0: %s.",

		"%s: doesn't go with this; there are %s:.",
		"%s: ne convient pas ici\u00a0; il y a %s:.",

		"Say who, by the name on the roll.",
		"Dites qui, par le nom qui figure sur la liste.",

		"There is no supporter %s. Nothing was changed.",
		"Il n'y a pas de soutien %s. Rien n'a été changé.",

		"No supporter is called “%s”. Did you mean: %s? Nothing was changed.",
		"Aucun soutien ne s'appelle «\u00a0%s\u00a0». Vouliez-vous dire\u00a0: %s\u00a0? Rien n'a été changé.",

		"No supporter is called “%s”. Nothing was changed.",
		"Aucun soutien ne s'appelle «\u00a0%s\u00a0». Rien n'a été changé.",

		"“%s” is no edit. A line begins with one of: %s.",
		"«\u00a0%s\u00a0» n'est pas un changement. Une ligne commence par l'un de ces mots\u00a0: %s.",

		"Nothing was changed. Of %d lines these can't be done:",
		"Rien n'a été changé. Sur %d lignes, celles-ci ne conviennent pas\u00a0:",

		"Say the number, as log shows it, such as: %s 1450",
		"Dites le numéro que montre log, par exemple\u00a0: %s 1450",

		"Say the number of each, as proposals shows them, such as: %s 1450 1451",
		"Dites le numéro de chacune, que montre proposals, par exemple\u00a0: %s 1450 1451",

		"“%s” is not a whole number from 0 to 1,000,000.",
		"«\u00a0%s\u00a0» n'est pas un nombre entier de 0 à 1\u202f000\u202f000.",

		"A figure is exact, at-least or about; it can't be “%s”.",
		"Un chiffre est dit exact, at-least (au moins) ou about (environ)\u00a0; il ne peut pas être «\u00a0%s\u00a0».",

		"Say the figure as a whole number from 0 to 1,000,000, such as: report state 81 at-least source:https://…",
		"Dites le chiffre, un nombre entier de 0 à 1\u202f000\u202f000, par exemple\u00a0: report state 81 at-least source:https://…",

		"Say at the end how it is known: announced, expected or self_declared.",
		"Dites à la fin comment cela est connu\u00a0: announced (annoncé), expected (attendu) ou self_declared (déclaré par l'intéressé).",

		"A claim has a category and no kind; leave out “%s”.",
		"Une annonce a une catégorie mais pas de type\u00a0; omettez «\u00a0%s\u00a0».",

		"Say what is claimed: add claim:“…”",
		"Dites ce qui est annoncé\u00a0: ajoutez claim:“…”",

		"Say whom by the member id, which is in a person's profile under Copy member ID: %s U012AB3CD. Nothing was changed.",
		"Dites qui, par l'identifiant de membre, que l'on copie depuis le profil de la personne dans Slack\u00a0: %s U012AB3CD. Rien n'a été changé.",

		"Say which language: language en, language fr, or language slack for that of your Slack; with channel behind it, for this channel.",
		"Dites quelle langue\u00a0: language en pour l'anglais, language fr pour le français, ou language slack pour celle de votre Slack\u00a0; suivi de channel, pour ce canal.",

		"Say what you suggest as an admin would type it, such as: suggest withdraw NAME source:https://…",
		"Dites ce que vous proposez comme le taperait un administrateur, par exemple\u00a0: suggest withdraw NOM source:https://…",

		"There is nothing of yours that could be undone. Nothing was changed.",
		"Rien de ce que vous avez enregistré ne peut être annulé. Rien n'a été changé.",

		"“%s” is not a time of day; write it as at 09:00.",
		"«\u00a0%s\u00a0» n'est pas une heure\u00a0; écrivez-la comme at 09:00.",

		"“%s” is not a time zone that I know; a zone is written Europe/Paris or UTC.",
		"«\u00a0%s\u00a0» n'est pas un fuseau horaire que je connais\u00a0; un fuseau s'écrit Europe/Paris ou UTC.",

		"I don't know “%s”. Say how often (daily, weekly mon), when (at 09:00 Europe/Paris) and whom (state, country:FR, in:eu). More: help subscribe",
		"Je ne connais pas «\u00a0%s\u00a0». Dites la fréquence (daily, weekly mon), l'heure (at 09:00 Europe/Paris) et qui (state, country:FR, in:eu). " +
			"Tout est dans\u00a0: help subscribe",

		"“%s” is a country; to be told about it, write it as country:%s. A time zone is written Europe/Paris or UTC.",
		"«\u00a0%s\u00a0» est un pays\u00a0; pour ce qui le concerne, écrivez country:%s. Un fuseau horaire s'écrit Europe/Paris ou UTC.",

		"“%s”: a filter is put together with and, or and not alone, such as: state or company not country:FR",
		"«\u00a0%s\u00a0»\u00a0: un filtre ne se compose qu'avec et, ou, sauf, par exemple\u00a0: state ou company sauf country:FR",

		"It is either instantly or at a time. Type, for example: %s",
		"C'est soit instantly (tout de suite), soit à une heure donnée. Tapez, par exemple\u00a0: %s",

		"A cron expression says all times; leave the others away.",
		"Une expression cron dit toutes les heures\u00a0; n'en écrivez pas d'autres.",

		"Entry %d muted a subscription; type in that channel: resume",
		"L'enregistrement %d met un abonnement en sourdine\u00a0; tapez dans ce canal\u00a0: resume",

		"I don't know what “%s” means in a filter.",
		"Je ne sais pas ce que «\u00a0%s\u00a0» veut dire dans un filtre.",

		"Only admins can post a digest at once. Nothing was posted.",
		"Seuls les administrateurs peuvent publier un récapitulatif tout de suite. Rien n'a été publié.",

		"Only admins can set a time by a cron expression. Nothing was stored.",
		"Seuls les administrateurs peuvent fixer les heures par une expression cron. Rien n'a été enregistré.",

		"Say a cron expression of five fields behind cron, such as: cron 0 9 * * 1-5",
		"Écrivez après cron une expression de cinq champs, par exemple\u00a0: cron 0 9 * * 1-5",

		"Say a day that every month has behind monthly, from 1 to %d, such as: monthly 1",
		"Écrivez après monthly un jour que tous les mois ont, de 1 à %d, par exemple\u00a0: monthly 1",

		"Say for how many days, from 1 to %d, such as: mute 7. Behind the number of a subscription: mute 2 7",
		"Dites pour combien de jours, de 1 à %d, par exemple\u00a0: mute 7. Après le numéro d'un abonnement\u00a0: mute 2 7",

		"Say how many changes there must be behind min, from 1 to %d, such as: min 5",
		"Écrivez après min combien de changements il faut, de 1 à %d, par exemple\u00a0: min 5",

		"Say %s only once. Nothing was stored.",
		"Écrivez %s une seule fois. Rien n'a été enregistré.",

		"Say one time zone; there are %s and %s. Nothing was stored.",
		"Écrivez un seul fuseau horaire\u00a0; il y a %s et %s. Rien n'a été enregistré.",

		"Headline figures are of a category, and of no kind or country, so this filter would let none through. Nothing was stored.",
		"Les chiffres publiés portent sur une catégorie, sans type ni pays\u00a0: ce filtre n'en laisserait passer aucun. Rien n'a été enregistré.",

		"Say once on which days. Type, for example: %s",
		"Dites une seule fois quels jours. Tapez, par exemple\u00a0: %s",

		"Say once which changes behind only: %s",
		"Écrivez après only, une seule fois, quels changements\u00a0: %s",

		"Say one time of day, such as: at 09:00",
		"Dites une heure, et une seule, par exemple\u00a0: at 09:00",

		"Say a day behind every, such as: every mon",
		"Écrivez un jour après every ou chaque, par exemple\u00a0: chaque lundi",

		"Say the day of the week behind weekly, such as: weekly mon",
		"Écrivez après weekly le jour de la semaine, par exemple\u00a0: weekly mon",

		"A list is imported from a file: send it to me in a direct message, as CSV, XLSX, JSON or Markdown. In a shell, type: rollcall import FILE",
		"Une liste s'importe à partir d'un fichier\u00a0: envoyez-le-moi en message direct, au format CSV, XLSX, JSON ou Markdown. Dans un terminal, tapez\u00a0: rollcall import FILE",

		"Something has to stand behind “%s”, such as: not country:FR",
		"Il faut écrire quelque chose après «\u00a0%s\u00a0», par exemple\u00a0: not country:FR",

		"Something has to stand on both sides of “%s”, such as: state or company",
		"Il faut écrire quelque chose des deux côtés de «\u00a0%s\u00a0», par exemple\u00a0: state or company",

		"Nothing can be recorded: the database was removed, or another file was put in its place, while rollcall is running. An admin can save what rollcall still has, beside it, by: backup. Then stop rollcall, put the right file there, and start it again.",
		"Rien ne peut être enregistré\u00a0: la base de données a été supprimée ou remplacée pendant que rollcall fonctionne. Un admin peut sauver ce que rollcall a encore, à côté d'elle, en tapant\u00a0: backup. Arrêtez ensuite rollcall, remettez le bon fichier en place et redémarrez-le.",

		"Nothing can be recorded: something else wrote to the database while rollcall is running. Stop rollcall, put a backup in the place of the database, and start it again.",
		"Rien ne peut être enregistré\u00a0: autre chose a écrit dans la base de données pendant que rollcall fonctionne. Arrêtez rollcall, mettez une sauvegarde à la place de la base de données et redémarrez-le.",

		"Subscription %d can't be read any more. To say it another way, type: subscribe #%d and what is to be told, and when",
		"L'abonnement %d ne peut plus être lu. Pour le dire autrement, tapez\u00a0: subscribe #%d et ce qui doit être annoncé, et quand",

		"Subscription %d is paused, as it couldn't be read. Type: resume %d",
		"L'abonnement %d est en pause, car il ne pouvait plus être lu. Tapez\u00a0: resume %d",

		"Subscription %d is paused (“%s”). Put that right, and resume it.",
		"L'abonnement %d est en pause («\u00a0%s\u00a0»). Remédiez-y, puis reprenez-le.",

		"That filter is too long; make several subscriptions of it. Nothing was stored.",
		"Ce filtre est trop long\u00a0; faites-en plusieurs abonnements. Rien n'a été enregistré.",

		"The filter %s: isn't known here; there are country:, in:, category: and kind:.",
		"Le filtre %s: n'est pas connu ici\u00a0; il y a country:, in:, category: et kind:.",

		"This channel has %d subscriptions already; end one first. Nothing was stored.",
		"Ce canal a déjà %d abonnements\u00a0; mettez d'abord fin à l'un d'eux. Rien n'a été enregistré.",

		"This channel has %d subscriptions; say the number of the one that you mean. They are listed by: subscriptions",
		"Ce canal a %d abonnements\u00a0; donnez le numéro de celui dont il s'agit. Pour en voir la liste, tapez\u00a0: subscriptions",

		"This channel has no subscription number %d. Those that it has are listed by: subscriptions",
		"Ce canal n'a pas d'abonnement n°\u00a0%d. Pour voir ceux qu'il a, tapez\u00a0: subscriptions",

		"“%s” are no quiet hours; write them as quiet 22:00-07:00.",
		"«\u00a0%s\u00a0» ne sont pas des heures de silence\u00a0; écrivez-les ainsi\u00a0: quiet 22:00-07:00.",

		"“%s” is not a cron expression that I can read: it has five fields, such as 0 9 * * 1-5. Nothing was stored.",
		"«\u00a0%s\u00a0» n'est pas une expression cron que je sache lire\u00a0: elle a cinq champs, comme 0 9 * * 1-5. Rien n'a été enregistré.",

		"“%s” is not the number of a subscription. They are listed by: subscriptions",
		"«\u00a0%s\u00a0» n'est pas le numéro d'un abonnement. Pour en voir la liste, tapez\u00a0: subscriptions",

		"“%s” never comes around. Nothing was stored.",
		"«\u00a0%s\u00a0» ne revient jamais. Rien n'a été enregistré.",

		"This channel isn't subscribed, so nothing would be posted here. To begin, type: subscribe",
		"Ce canal n'est pas abonné\u00a0; rien n'y serait donc publié. Pour commencer, tapez\u00a0: subscribe",

		"Nothing can have been listed on %s: the %s was launched on %s.",
		"Rien ne peut avoir figuré sur la liste le %s\u00a0: %s a pour date de lancement le %s. Vérifiez la date.",

		"Is “anyway” part of the name? Put the name into quotes, such as: add \"Example Ltd\" company anyway. Nothing was changed.",
		"«\u00a0anyway\u00a0» fait-il partie du nom\u00a0? Mettez le nom entre guillemets, par exemple\u00a0: add \"Example Ltd\" company anyway. Rien n'a été changé.",

		"“%s” is much like %s. Nothing was changed. If it is somebody else, ⟨type the same again with the word anyway|say so in the menu Anyway⟩.",
		"«\u00a0%s\u00a0» ressemble beaucoup à %s. Rien n'a été changé. Si c'est quelqu'un d'autre, ⟨tapez la même chose, suivie du mot anyway|dites-le dans le menu Malgré un nom semblable⟩.",

		"Say what is to be changed⟨, such as: edit NAME country:FR source:https://…|.⟩ Nothing was changed.",
		"Dites ce qui doit changer⟨, par exemple\u00a0: edit NOM country:FR source:https://…|.⟩ Rien n'a été changé.",

		"A supporter can't be without a name. Nothing was changed.",
		"Un soutien ne peut pas être sans nom. Rien n'a été changé.",

		"Put both names in quotes, with the word %s between them: %s “ONE” %s “OTHER”",
		"Mettez les deux noms entre guillemets, avec le mot %s entre eux\u00a0: %s “UN” %s “AUTRE”",

		// Of slack and the terminal.
		"This channel is archived, so nothing can be posted here. Nothing was stored.",
		"Ce canal est archivé\u00a0; rien ne peut y être publié. Rien n'a été enregistré.",

		"Slack didn't tell me whether I am in this channel. Please try again in a minute. Nothing was stored.",
		"Slack ne m'a pas dit si je suis dans ce canal. Réessayez dans une minute, s'il vous plaît. Rien n'a été enregistré.",

		"I'm not in this channel, so I can't post here. Invite me first: type /invite @rollcall, and then subscribe again. Nothing was stored.",
		"Je ne suis pas dans ce canal et ne peux donc rien y publier. Invitez-moi d'abord\u00a0: tapez /invite @rollcall, puis abonnez le canal à nouveau. Rien n'a été enregistré.",

		"These are direct messages of others, so I can't post here. Subscribe in a channel, or in your direct messages with me. Nothing was stored.",
		"Ce sont les messages directs d'autres personnes, et je ne peux rien y publier. Abonnez un canal, ou vos messages directs avec moi. Rien n'a été enregistré.",

		"A channel is subscribed in Slack, by typing it there. To see what it does, run: rollcall try",
		"Un canal s'abonne dans Slack, en y tapant la commande. Pour voir ce qu'elle fait, lancez\u00a0: rollcall try",

		// Of lists.
		"The cell is a formula whose value isn't stored in the file; open it in a spreadsheet and save it, or write the value.",
		"La cellule est une formule dont la valeur n'est pas enregistrée dans le fichier\u00a0; ouvrez-le dans un tableur et enregistrez-le, ou écrivez la valeur.",

		"The name is a day in the spreadsheet (%s); write it as text.",
		"Le nom est un jour dans le tableur (%s)\u00a0; écrivez-le comme texte.",

		"The name is %s, which a spreadsheet makes of other words; write it as text.",
		"Le nom est «\u00a0%s\u00a0», qu'un tableur fait d'autres mots\u00a0; écrivez-le comme texte.",

		"The name is the number %s, which a spreadsheet makes of other signs; write it as text.",
		"Le nom est le nombre %s, qu'un tableur fait d'autres signes\u00a0; écrivez-le comme texte.",

		"The file doesn't say how its letters are encoded, and no usual encoding makes words of them; in %s there is “%s”. Save it as UTF-8. Nothing was read.",
		"Le fichier ne dit pas comment ses lettres sont codées, et aucun codage usuel n'en fait des mots\u00a0; en %s, il y a «\u00a0%s\u00a0». Enregistrez-le en UTF-8. Rien n'a été lu.",

		"The file doesn't say how its letters are encoded. In %s there is “%s”, in %s “%s”. Save it as UTF-8. Nothing was read.",
		"Le fichier ne dit pas comment ses lettres sont codées. En %s, il y a «\u00a0%s\u00a0», en %s «\u00a0%s\u00a0». Enregistrez-le en UTF-8. Rien n'a été lu.",

		"The name has letters that were encoded twice; it may be “%s”.",
		"Le nom a des lettres codées deux fois\u00a0; c'est peut-être «\u00a0%s\u00a0».",

		"The row has a formula of a spreadsheet without quotes round it; write its value.",
		"La ligne contient une formule de tableur sans guillemets\u00a0; écrivez sa valeur.",

		"%q may be Namibia, or say that there is none, as others of its column do; write NAM for Namibia.",
		"%q peut être la Namibie, ou dire qu'il n'y en a pas, comme d'autres de la colonne\u00a0; écrivez NAM pour la Namibie.",

		"The row is hidden.",
		"La ligne est masquée.",

		"The name is struck through, or a part of it is.",
		"Le nom est barré, en tout ou en partie.",

		"The name has marks of a web page; it may be “%s”.",
		"Le nom contient des codes de page web\u00a0; c'est peut-être «\u00a0%s\u00a0».",

		"The name is a formula of a spreadsheet.",
		"Le nom est une formule de tableur.",

		"The name ends in “%s”, which may be the sign of a footnote.",
		"Le nom finit par «\u00a0%s\u00a0», peut-être un appel de note.",

		"The name begins with “%s”, which may be the sign of a footnote.",
		"Le nom commence par «\u00a0%s\u00a0», peut-être un appel de note.",

		"“%s” may be no name.",
		"«\u00a0%s\u00a0» n'est peut-être pas un nom.",

		"“%s” may be a day, and no name.",
		"«\u00a0%s\u00a0» est peut-être un jour, et non un nom.",

		"The Excel file has more than %d merged cells. Nothing was read.",
		"Le fichier Excel a plus de %d cellules fusionnées. Rien n'a été lu.",

		"The Excel file is damaged: merged cells overlap in row %d. Nothing was read.",
		"Le fichier Excel est endommagé\u00a0: des cellules fusionnées se chevauchent à la ligne %d. Rien n'a été lu.",

		"The list has more than %d MB of text (%s); at most that much is read.",
		"Le fichier contient plus de %d Mo de texte (%s)\u00a0; on n'en lit pas davantage.",

		"The row has more than %d other names; at most that many are read.",
		"Cette ligne a plus de %d autres noms\u00a0; on n'en lit pas davantage.",

		"The list can't be taken for complete: too many of its rows can't be read. Nothing was changed.",
		"Le fichier ne peut pas être tenu pour complet\u00a0: trop de ses lignes ne peuvent pas être lues. Rien n'a été changé.",

		"%q here and %q at %s, for the same supporter: neither row is applied. Leave one of them out.",
		"%q ici et %q (%s), pour le même soutien\u00a0: aucune des deux lignes n'est appliquée. Supprimez l'une d'elles.",

		"Say which principle, such as: principle 8",
		"Dites quel principe, par exemple\u00a0: principle 8",

		"A state needs its country.",
		"Un État doit avoir son pays.",

		"%s is there already, as a state with country %s.",
		"«\u00a0%s\u00a0» est déjà là, en tant qu'État dont le code de pays est %s.",

		"Who is new needs a category: state, public_authority, civil_society, company, or uncategorised if the list has none.",
		"Un nouveau soutien doit avoir une catégorie\u00a0: state, public_authority, civil_society, company, ou uncategorised si la liste n'en donne pas.",

		"There is no doubtful row at %s. Nothing was changed.",
		"Aucune ligne douteuse n'est à cet endroit (%s). Rien n'a été changé.",

		"%s changed since the list was compared; compare it again. Nothing was changed.",
		"L'entrée «\u00a0%s\u00a0» a changé depuis la comparaison de la liste\u00a0; comparez-la à nouveau. Rien n'a été changé.",

		"%s, %s: %s Nothing was changed.",
		"%s, «\u00a0%s\u00a0»\u00a0: %s Rien n'a été changé.",

		"The row after line %d is longer than %d KB, or a quote that opens there is never closed. Nothing was read.",
		"La rangée après la ligne %d dépasse %d Ko, ou un guillemet qui s'y ouvre n'est jamais fermé. Rien n'a été lu.",

		"A quote that opens here isn't closed as it should be; lines %d to %d can't be read.",
		"Un guillemet qui s'ouvre ici n'est pas fermé comme il le devrait\u00a0; les lignes %d à %d ne peuvent pas être lues.",

		"A quote stands where it can't; put the whole cell in quotes and double those inside it.",
		"Un guillemet est mal placé\u00a0; mettez toute la cellule entre guillemets et doublez ceux qu'elle contient.",

		"The row at %s has %d cells; at most %d are read.",
		"Trop de cellules (%s)\u00a0: %d, et %d au plus sont lues.",

		"%q isn't a date; write it as 2018-11-12, 2018-11 or 2018.",
		"%q n'est pas une date\u00a0; écrivez-la comme 2018-11-12, 2018-11 ou 2018.",

		"%q may be January or October, as a spreadsheet makes the same number of both; write it as 2018-10.",
		"%q peut être janvier ou octobre, dont un tableur fait le même nombre\u00a0; écrivez-le comme 2018-10.",

		"%q has a time of day, which may be another day elsewhere; write only the day.",
		"%q contient une heure, qui peut être d'un autre jour ailleurs\u00a0; n'écrivez que le jour.",

		"%q may be a spreadsheet's number of a day; format the column as dates, or write 2018-11-12.",
		"%q est peut-être le numéro d'un jour dans un tableur\u00a0; mettez la colonne au format date, ou écrivez 2018-11-12.",

		"%q may be %s or %s, and the column doesn't show which; write it as 2018-11-12.",
		"%q peut être le %s ou le %s, et la colonne ne montre pas lequel\u00a0; écrivez-le comme 2018-11-12.",

		"The row has %d cells, the header %d; is a separator inside a cell without quotes?",
		"Nombre de cellules de cette rangée\u00a0: %d\u00a0; de l'en-tête\u00a0: %d. Y a-t-il un séparateur dans une cellule sans guillemets\u00a0?",

		"Two columns give the %s; rename one of them.",
		"Deux colonnes donnent %s\u00a0; renommez l'une d'elles.",

		"The list is empty.",
		"La liste à lire est vide.",

		"No column is called name; the first row has: %s. Give every column a name such as name, category, country, joined.",
		"Aucune colonne ne s'appelle name\u00a0; la première rangée contient\u00a0: %s. Donnez à chaque colonne un nom tel que name, category, country, joined.",

		"The cell has %d KB; at most %d are read.",
		"La cellule fait %d Ko\u00a0; %d au plus sont lus.",

		"%s is an error of the spreadsheet.",
		"«\u00a0%s\u00a0» est une erreur du tableur\u00a0; corrigez la cellule.",

		"The row has no name.",
		"Cette rangée n'a pas de nom.",

		"%s isn't a web address, such as https://example.org/page.",
		"«\u00a0%s\u00a0» n'est pas une adresse web, comme https://example.org/page.",

		"There is no category %q; use state, public_authority, civil_society, company or uncategorised.",
		"La catégorie %q n'existe pas\u00a0; écrivez state, public_authority, civil_society, company ou uncategorised.",

		"%q may mean more than one category; use state, public_authority, civil_society, company or uncategorised.",
		"%q peut désigner plusieurs catégories\u00a0; écrivez state, public_authority, civil_society, company ou uncategorised.",

		"There is no kind %q; leave it empty, or use a word such as business, university or foundation.",
		"Le type %q n'existe pas\u00a0; laissez la cellule vide, ou écrivez un mot tel que business, university ou foundation.",

		"%q may mean %s or %s; say which.",
		"%q peut désigner %s ou %s\u00a0; dites lequel.",

		"%q no longer exists and has several successors; say which country it is now.",
		"%q n'existe plus et a plusieurs successeurs\u00a0; dites de quel pays il s'agit aujourd'hui.",

		"There is no country %q; use its name, or its ISO 3166 code, such as FR or FRA.",
		"Le pays %q n'existe pas\u00a0; écrivez son nom, ou son code ISO 3166, comme FR ou FRA.",

		"%q may be %s or %s; use the ISO 3166 code.",
		"%q peut désigner %s ou %s\u00a0; écrivez le code ISO 3166.",

		"There is no status %q; use listed, withdrawn, removed or merged.",
		"Le statut %q n'existe pas\u00a0; écrivez listed, withdrawn, removed ou merged.",

		"%q isn't a day; write it as 2019-09-16.",
		"%q n'est pas un jour\u00a0; écrivez-le comme 2019-09-16.",

		"Line %d: what begins here is longer than %d KB. Nothing was read.",
		"Ligne %d\u00a0: ce qui commence ici dépasse %d Ko. Rien n'a été lu.",

		"The JSON ends before it is complete, at line %d. Nothing was read.",
		"Le JSON finit avant d'être complet, à la ligne %d. Rien n'a été lu.",

		"Line %d: the JSON can't be read (%s). Nothing was read.",
		"Ligne %d\u00a0: le JSON ne peut pas être lu (en anglais\u00a0: %s). Rien n'a été lu.",

		"Something follows the end of the JSON, at line %d. Nothing was read.",
		"Quelque chose suit la fin du JSON, à la ligne %d. Rien n'a été lu.",

		"The JSON is no list; it should be an array of objects, or an object with such an array in it.",
		"Le JSON n'est pas une liste\u00a0; il doit être un tableau d'objets, ou un objet qui contient un tel tableau.",

		"The JSON has more than one list, and %s is another one; leave one of them.",
		"Le JSON contient plus d'une liste, dont %s\u00a0; n'en laissez qu'une.",

		"This is no object; a supporter is written as {\"name\": …}.",
		"Ce n'est pas un objet\u00a0; un soutien s'écrit {\"name\": …}.",

		"The JSON can't be read (%s).",
		"Le JSON ne peut pas être lu (en anglais\u00a0: %s).",

		"The %s is given twice.",
		"Le champ %s est donné deux fois.",

		"The %s isn't a text: %s.",
		"Le champ %s n'est pas un texte\u00a0: %s.",

		"This is a link, which may lead anywhere; put the file itself into the folder.",
		"C'est un lien, qui peut mener n'importe où\u00a0; mettez le fichier lui-même dans le dossier.",

		"The folder has more than %d MB of front matter; at most that much is read.",
		"Le dossier contient plus de %d Mo d'en-têtes\u00a0; pas davantage n'est lu.",

		"The file has no front matter: its first line isn't ---.",
		"Le fichier n'a pas d'en-tête\u00a0: sa première ligne n'est pas ---.",

		"The front matter doesn't end: there is no second line --- in the first %d KB.",
		"L'en-tête ne finit pas\u00a0: il n'y a pas de seconde ligne --- dans les premiers %d Ko.",

		"The front matter can't be read (%s).",
		"L'en-tête ne peut pas être lu (en anglais\u00a0: %s).",

		"The front matter should be lines such as name: Example Foundation.",
		"L'en-tête doit se composer de lignes telles que name: Example Foundation.",

		"The %s isn't a text.",
		"Le champ %s n'est pas un texte.",

		"The file has %d MB; at most %d are read.",
		"Le fichier fait %d Mo\u00a0; %d au plus sont lus.",

		"That is an old Excel file, or one with a password; save it as .xlsx without a password, or as CSV.",
		"C'est un ancien fichier Excel, ou un fichier protégé par un mot de passe\u00a0; enregistrez-le en .xlsx sans mot de passe, ou en CSV.",

		"That is a PDF; a list is read from CSV, XLSX or JSON.",
		"C'est un PDF\u00a0; une liste se lit en CSV, XLSX ou JSON.",

		"The list has more than %d rows (%s); at most that many are read.",
		"La liste à lire a plus de %d rangées (%s)\u00a0; pas davantage n'est lu.",

		"A list is written as csv, xlsx or json, not as %q.",
		"Une liste s'écrit en csv, xlsx ou json, et non en %q.",

		"The file has more parts than a workbook. Nothing was read.",
		"Le fichier a plus de parties qu'un classeur. Rien n'a été lu.",

		"%s holds something longer than %d KB. Nothing was read.",
		"%s contient quelque chose qui dépasse %d Ko. Rien n'a été lu.",

		"The file isn't a whole Excel file (%s). Nothing was read.",
		"Le fichier n'est pas un fichier Excel complet (en anglais\u00a0: %s). Rien n'a été lu.",

		"The Excel file is damaged: row %q stands where row %d should. Nothing was read.",
		"Le fichier Excel est endommagé\u00a0: la ligne %q se trouve là où devrait être la ligne %d. Rien n'a été lu.",

		"The Excel file is damaged: cell %q stands where it can't. Nothing was read.",
		"Le fichier Excel est endommagé\u00a0: la cellule %q se trouve à une place impossible. Rien n'a été lu.",

		"The Excel file is damaged: a cell has text %q, which isn't there. Nothing was read.",
		"Le fichier Excel est endommagé\u00a0: une cellule a le texte %q, qui n'existe pas. Rien n'a été lu.",

		"The Excel file is damaged: a cell is of the type %q, which isn't one. Nothing was read.",
		"Le fichier Excel est endommagé\u00a0: une cellule est du type %q, qui n'existe pas. Rien n'a été lu.",

		"The Excel file is damaged: a cell has format %q, which isn't there. Nothing was read.",
		"Le fichier Excel est endommagé\u00a0: une cellule a le format %q, qui n'existe pas. Rien n'a été lu.",

		"The Excel file is damaged: %s can't be read (%s). Nothing was read.",
		"Le fichier Excel est endommagé\u00a0: %s ne peut pas être lu (en anglais\u00a0: %s). Rien n'a été lu.",

		"The Excel file has no sheet that can be seen. Nothing was read.",
		"Le fichier Excel n'a pas de feuille visible. Rien n'a été lu.",

		"The Excel file is damaged: its texts or styles are given twice. Nothing was read.",
		"Le fichier Excel est endommagé\u00a0: ses textes ou ses styles sont donnés deux fois. Rien n'a été lu.",

		"%s in the Excel file unpacks to %d MB, far more than a list has. Nothing was read.",
		"%s, dans le fichier Excel, fait %d Mo une fois décompressé, bien plus qu'une liste. Rien n'a été lu.",

		"The Excel file is damaged: it has no %s. Nothing was read.",
		"Le fichier Excel est endommagé\u00a0: il n'a pas de %s. Rien n'a été lu.",

		"The Excel file has elements inside one another more than %d times. Nothing was read.",
		"Le fichier Excel a des éléments imbriqués plus de %d fois. Rien n'a été lu.",

		"The Excel file has more than %d MB of text. Nothing was read.",
		"Le fichier Excel a plus de %d Mo de texte. Rien n'a été lu.",

		"Row %d has more than %d cells. Nothing was read.",
		"La ligne %d a plus de %d cellules. Rien n'a été lu.",

		"Row %d is longer than %d KB. Nothing was read.",
		"La ligne %d dépasse %d Ko. Rien n'a été lu.",

		// Of lists.
		"%s has %d MB; at most %d MB are read in Slack. Import it in a shell, with: rollcall import. Nothing was changed.",
		"%s a %d Mo\u00a0; dans Slack, %d Mo au plus sont lus. Importez-le dans un terminal, avec\u00a0: rollcall import. Rien n'a été changé.",

		"%s is kept elsewhere, not in Slack. Upload the file itself. Nothing was changed.",
		"%s est conservé ailleurs, pas dans Slack. Téléversez le fichier lui-même. Rien n'a été changé.",

		"A file can be sent in Slack only; in a shell it is written with: rollcall export -o FILE",
		"Un fichier ne s'envoie que dans Slack\u00a0; dans un terminal, il s'écrit avec\u00a0: rollcall export -o FILE",

		"I don't know what “%s” means beside a list. There are source:URL, on:DAY, choose:LINE,… and complete. Upload it again. Nothing was changed.",
		"Je ne sais pas ce que «\u00a0%s\u00a0» veut dire à côté d'une liste. Il y a source:URL, on:DAY, choose:LINE,… et complete. Téléversez-la de nouveau. Rien n'a été changé.",

		"Only admins can import a list. Nothing was changed.",
		"Seuls les administrateurs peuvent importer une liste. Rien n'a été changé.",

		"The list can't be taken for complete: %s can't be read, and may be anybody's row. Nothing was changed.",
		"La liste ne peut pas passer pour complète\u00a0: une ligne est illisible (%s) et peut être celle de n'importe qui. Rien n'a été changé.",

		"Those are %d proposals; at most %d can be made at once. A list can be uploaded as one. Nothing was stored.",
		"Cela fait %d propositions\u00a0; on peut en faire au plus %d à la fois. Une liste peut être téléversée comme une seule. Rien n'a été enregistré.",

		"You have proposed a lot in a short time; please try again in %d min. Nothing was stored.",
		"Vous avez fait beaucoup de propositions en peu de temps\u00a0; réessayez dans %d min. Rien n'a été enregistré.",

		"The list changes %d supporters; a proposal may change at most %d. Ask an admin to import it. Nothing was changed.",
		"La liste change %d soutiens\u00a0; une proposition peut en changer %d au plus. Demandez à un administrateur de l'importer. Rien n'a été changé.",

		"choose: takes the lines of doubtful rows, such as choose:7,12. Upload it again. Nothing was changed.",
		"choose: prend les numéros des lignes douteuses, par exemple choose:7,12. Téléversez la liste de nouveau. Rien n'a été changé.",

		"“%s” is the name of several: %s. Say which, by its number. Nothing was changed.",
		"«\u00a0%s\u00a0» est le nom de plusieurs\u00a0: %s. Précisez lequel par son numéro. Rien n'a été changé.",

		"“%s” is the name of several: %s. Say which. Nothing was erased.",
		"«\u00a0%s\u00a0» est le nom de plusieurs\u00a0: %s. Précisez lequel. Rien n'a été effacé.",

		// Of calls.
		"A call can't be compared with itself. There are %s.",
		"Un appel ne peut pas être comparé avec lui-même. Il y a %s.",

		"Say with which call, such as: compare %s. There are %s.",
		"Précisez avec quel appel, par exemple\u00a0: compare %s. Il y a %s.",
	}, 2) {
		table[pair[0]] = pair[1]
	}
	return table
})
