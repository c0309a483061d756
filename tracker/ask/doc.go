// Package ask cuts what was typed into tokens, in the same way for Slack, the terminal and the command line: words, keys with
// their values, quotations. What the tokens mean is for package query, if they are a line, and for package readings, if they
// are a question.
package ask
