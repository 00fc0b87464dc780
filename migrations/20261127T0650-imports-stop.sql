-- An import that is stopped says so by its state at once; nobody asks for it any more.
alter table imports drop column cancel_asked_at;
