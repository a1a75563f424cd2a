-- The options file of a sheet that somebody prepares: what its columns are taken for, and values for all rows. null: none, or sent.
ALTER TABLE draft ADD COLUMN options VARCHAR;
