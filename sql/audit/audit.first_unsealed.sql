-- SPDX-License-Identifier: Apache-2.0
-- audit.first_unsealed: the least id that an unsealed entry can have, so that
-- only the newest months are looked at.
-- An entry is written within seconds of its id's time; what was not there to
-- be sealed when the head moved was in a transaction open then, or came
-- later.  No transaction lives for a day.  The head's own time counts, not
-- the last entry's id: whoever forges an id shall not stop the sealing.

create function audit.first_unsealed(i_head audit.head) returns uuid
    language sql immutable
    return ops.first_uuid(i_head.moved_at - interval '1 day');
comment on function audit.first_unsealed(audit.head) is 'The least id that an unsealed entry can have.';
revoke all on function audit.first_unsealed(audit.head) from public;
