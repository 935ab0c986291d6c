-- SPDX-License-Identifier: Apache-2.0
-- record.find_review: the review that an entry is about, null where it is about
-- something else.

create function record.find_review(i_object_type text, i_object text) returns uuid
    language sql immutable parallel safe
    return case i_object_type when 'review' then ops.read_uuid(i_object) end;
revoke all on function record.find_review(text, text) from public;
comment on function record.find_review(text, text) is 'The review that an entry is about.';
