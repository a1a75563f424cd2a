-- Icons and backgrounds are given to Linq by address only. download_url: Linq's, of the last upload. url_given_at: when; null if it is not
-- to be used, or there was no upload.
ALTER TABLE media ADD COLUMN download_url VARCHAR;
ALTER TABLE media ADD COLUMN url_given_at TIMESTAMP WITH TIME ZONE;
