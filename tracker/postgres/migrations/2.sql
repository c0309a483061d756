-- What people asked about each call, and how often: see package asked.
CREATE TABLE rollcall_asked (
	call text NOT NULL,
	day text NOT NULL,
	outcome text NOT NULL,
	lang text NOT NULL,
	words text NOT NULL,
	line text NOT NULL,
	count bigint NOT NULL,
	PRIMARY KEY (call, day, outcome, lang, words, line)
);

UPDATE rollcall_format SET version = 2;
