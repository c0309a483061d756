// Package slacktest is a fake Slack for tests: one http.Handler that behaves as
// Slack's servers do, as far as rollcall uses them. The bot under test talks to
// it over real HTTP and WebSocket connections, with its real client, and cannot
// tell the difference.
//
// The idea: the fake is a small workspace. A test puts channels and users into
// it, sends what Slack would send (a command, a click, a form, a mention) to the
// bot, and reads what people in that workspace would then see: messages, views
// and files. Everything the bot sends is checked against Slack's documented
// limits, and what breaks one is kept in [Slack.Violations].
//
// # Use
//
// On loopback, [Start] serves the fake on a free port for as long as the test
// runs. Inside testing/synctest there are no sockets: a [Pipe] carries both the
// fake and the bot in memory, and [Slack.Serve] serves on it. All times come from
// the time package, so a bubble's fake clock controls time stamps, expiries, rate
// limits, delays and pings. [Slack.Close] ends every goroutine it started.
//
// Requests to the bot go to the URL given to [Slack.SetRequestURL], signed, or,
// when there is none, through Socket Mode: the same test serves both.
//
// # Faults
//
// [Slack.Fail] scripts what happens to the next calls of a method, and
// [Slack.FailBy] decides it by a function. A [Fault] says separately whether the
// call takes effect and what the caller hears of it, since "failed, but landed"
// and "failed, and did not" are the two that a client cannot tell apart.
//
// # What is faithful
//
// Authentication and its errors, scopes (when [Config.Scopes] names them),
// membership and archiving, trigger ids (once, within 3 seconds), response URLs
// (five times, within 30 minutes), message metadata, pagination, ephemeral
// messages (not in the history; clicks on them carry no message), block and view
// validation, one message a second per channel (when [Config.RateLimit] is set),
// v0 signatures, the 3 second limit, and Socket Mode's tickets, acknowledgements,
// their size limit, re-sent envelopes, pings and disconnects.
//
// # What is not
//
// Messages of people are not kept: the history holds what the bot posted, and
// their threads what it posted there. Slack
// re-sends events by its own schedule and reports the bot's own messages to it; here
// a test sends the same [Request] again, or builds it. Every kind of envelope is
// re-sent until acknowledged. Other Web API methods answer unknown_method, block
// types that rollcall does not use are refused, and lengths are counted in runes.
// How Slack refuses a bad message at a response URL is not documented: here it is
// status 400 with the error in JSON.
package slacktest
