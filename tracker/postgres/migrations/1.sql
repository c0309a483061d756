-- The version of what is here: that of the last file like this one that was run.
CREATE TABLE rollcall_format (
	version bigint NOT NULL
);

-- The ledgers of all calls, each entry in its stored form.
CREATE TABLE rollcall_entries (
	call text NOT NULL,
	seq bigint NOT NULL CHECK (seq > 0),
	entry bytea NOT NULL,
	PRIMARY KEY (call, seq)
);

INSERT INTO rollcall_format (version) VALUES (1);
