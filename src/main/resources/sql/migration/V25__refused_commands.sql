-- A command may refer to one that was refused. The newest refusal of an id counts.
CREATE INDEX refusal_of_command ON refusal (command_id, refused_at);
