INSERT INTO lease (name, owner, ends_at)
VALUES (:name, :owner, :endsAt)
ON CONFLICT DO NOTHING
