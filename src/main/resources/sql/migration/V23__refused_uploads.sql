-- Since when each reserved address has refused the file; null if the last attempt ended otherwise.
ALTER TABLE media ADD COLUMN refused_since TIMESTAMP WITH TIME ZONE;
